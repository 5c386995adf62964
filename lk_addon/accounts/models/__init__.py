"""Who may enter the cabinet: applications, mandates, invitations, consents, blocks."""

from lk_addon.accounts.models.application import AccessApplication
from lk_addon.accounts.models.authority import ALL_PERMISSIONS, Basis, Permission
from lk_addon.accounts.models.block import AccountBlock
from lk_addon.accounts.models.consent import Consent
from lk_addon.accounts.models.contacts import ContactState, EmailChange
from lk_addon.accounts.models.disclosure import PasswordDisclosure
from lk_addon.accounts.models.invitation import Invitation
from lk_addon.accounts.models.mandate import Mandate, MandateReminder
from lk_addon.accounts.models.power import PowerOfAttorney

__all__ = [
    "ALL_PERMISSIONS",
    "AccessApplication",
    "AccountBlock",
    "Basis",
    "Consent",
    "ContactState",
    "EmailChange",
    "Invitation",
    "Mandate",
    "MandateReminder",
    "PasswordDisclosure",
    "Permission",
    "PowerOfAttorney",
]
