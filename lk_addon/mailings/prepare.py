"""Who may send mailings."""

from django.dispatch import receiver

from cms.core.signals import prepare_requested
from cms.users.groups import ADMINISTRATORS, grant
from lk_addon.cabinet.prepare import MEMBER_DEPARTMENT

PERMISSIONS = ("view_mailing", "add_mailing", "change_mailing", "send_mailing")


@receiver(prepare_requested)
def prepare_mailings(**kwargs):
    """Give mailings to the member department and to administrators."""
    for role in (MEMBER_DEPARTMENT, ADMINISTRATORS):
        grant(role, *(f"mailings.{permission}" for permission in PERMISSIONS))
