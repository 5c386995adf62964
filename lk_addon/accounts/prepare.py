"""Permissions of the member department upon access."""

from django.dispatch import receiver

from cms.core.signals import prepare_requested
from cms.users.groups import grant
from lk_addon.cabinet.prepare import MEMBER_DEPARTMENT


@receiver(prepare_requested)
def prepare_access(**kwargs):
    """Let the member department give access and take it away, and see whose it is."""
    grant(
        MEMBER_DEPARTMENT,
        "registry.view_member",  # the page of a member has the tab about access
        "accounts.view_accessapplication",
        "accounts.add_accessapplication",
        "accounts.change_accessapplication",
        "accounts.check_accessapplication",
        "accounts.decide_accessapplication",
        "accounts.view_mandate",
        "accounts.revoke_mandate",
        "accounts.extend_mandate",
        "accounts.arrange_mandate",
        "accounts.view_cabinet",
        "accounts.view_powerofattorney",
        "accounts.add_powerofattorney",
        "accounts.settle_powerofattorney",
        "accounts.view_accountblock",
        "accounts.add_accountblock",
        "accounts.lift_accountblock",
        "accounts.view_consent",
        "users.view_identitycheck",
        "accounts.view_contactstate",
        "accounts.change_contactstate",
        "accounts.view_emailchange",
        "accounts.view_passworddisclosure",
        "accounts.handle_passworddisclosure",
    )
