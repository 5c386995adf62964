"""What the ledger cannot do without: kinds of fees, and the accounting department's rights."""

from django.dispatch import receiver

from cms.core.signals import prepare_requested
from cms.users.groups import grant
from lk_addon.cabinet.prepare import ACCOUNTING_DEPARTMENT
from lk_addon.finance.models import FeeKind

MEMBERSHIP_FEE = "membership_fee"
ENTRANCE_FEE = "entrance_fee"
TARGET_FEE = "target_fee"
PENALTY = "penalty"

#: code, name, is it a penalty
KINDS = [
    (MEMBERSHIP_FEE, "Членский взнос", False),
    (ENTRANCE_FEE, "Вступительный взнос", False),
    (TARGET_FEE, "Целевой взнос", False),
    (PENALTY, "Пени", True),
]


@receiver(prepare_requested)
def prepare_finance(**kwargs):
    """Make the usual kinds of fees and let the accounting department keep the ledger."""
    for place, (code, name, is_penalty) in enumerate(KINDS, start=1):
        FeeKind.objects.get_or_create(code=code, defaults={"name": name, "is_penalty": is_penalty, "order": place * 10})
    grant(
        ACCOUNTING_DEPARTMENT,
        "registry.view_member",
        "finance.view_feekind",
        "finance.add_feekind",
        "finance.change_feekind",
        "finance.view_feerate",
        "finance.add_feerate",
        "finance.change_feerate",
        "finance.view_charge",
        "finance.add_charge",
        "finance.reverse_charge",
        "finance.view_payment",
        "finance.add_payment",
        "finance.reverse_payment",
        "finance.view_openingbalance",
        "finance.add_openingbalance",
        "finance.view_memberbalance",
    )
