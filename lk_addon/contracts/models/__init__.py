from lk_addon.contracts.models.contract import AcceptanceAct, Amendment, Claim, Contract, ContractControl
from lk_addon.contracts.models.contract_notice import ContractNotice
from lk_addon.contracts.models.insurance import InsuranceContract
from lk_addon.contracts.models.notice import ObligationNotice
from lk_addon.contracts.models.terms import ObligationsRule

__all__ = [
    "AcceptanceAct",
    "Amendment",
    "Claim",
    "Contract",
    "ContractControl",
    "ContractNotice",
    "InsuranceContract",
    "ObligationNotice",
    "ObligationsRule",
]
