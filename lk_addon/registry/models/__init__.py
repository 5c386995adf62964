from lk_addon.registry.models.changes import RegistryChange
from lk_addon.registry.models.extract import DocumentCheckPage, Extract
from lk_addon.registry.models.levels import Fund, FundContribution, MemberLevel, ResponsibilityLevel
from lk_addon.registry.models.member import Member, MemberHead, MemberQuerySet
from lk_addon.registry.models.register_file import RegisterFile
from lk_addon.registry.models.register_page import RegisterIndexPage
from lk_addon.registry.models.register_row import RegisterRow
from lk_addon.registry.models.rights import OBJECT_CATEGORIES, Category, RightDecision, RightState, WorkRight
from lk_addon.registry.models.terms import LegalTerm

__all__ = [
    "OBJECT_CATEGORIES",
    "Category",
    "DocumentCheckPage",
    "Extract",
    "Fund",
    "FundContribution",
    "LegalTerm",
    "Member",
    "MemberHead",
    "MemberLevel",
    "MemberQuerySet",
    "RegisterFile",
    "RegisterIndexPage",
    "RegisterRow",
    "RegistryChange",
    "ResponsibilityLevel",
    "RightDecision",
    "RightState",
    "WorkRight",
]
