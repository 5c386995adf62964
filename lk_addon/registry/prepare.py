"""Permissions of the member department upon the register."""

from django.dispatch import receiver

from cms.core.signals import prepare_requested
from cms.users.groups import grant
from lk_addon.cabinet.prepare import MEMBER_DEPARTMENT


@receiver(prepare_requested)
def prepare_register(**kwargs):
    """Let the member department keep the register."""
    grant(
        MEMBER_DEPARTMENT,
        "registry.view_member",
        "registry.add_member",
        "registry.change_member",
        "registry.exclude_member",
    )
