"""What follows for access when the register changes."""

from django.dispatch import receiver

from lk_addon.accounts.domain.closing import close_ways_in
from lk_addon.accounts.domain.heads import follow_register
from lk_addon.accounts.models import Mandate
from lk_addon.registry.signals import entry_changed, member_excluded


@receiver(member_excluded)
def close_access(member, **kwargs):
    """Close links and letters of those who act for a member whose membership is over (REQ-1.4).

    Sessions and sign-in need nothing: each request asks whether the member acts. For an
    exclusion whose date is to come, beat does on that day what is done here.
    """
    if not member.is_acting():
        close_ways_in(Mandate.objects.filter(member=member))


@receiver(entry_changed)
def suspend_former_heads(member, change, **kwargs):
    """Suspend the access of a head in whose place the register names another now (REQ-1.1.e, REQ-2.1.e)."""
    if "heads" in change.old:
        before, after = ([head["full_name"] for head in version["heads"]] for version in (change.old, change.new))
        follow_register(member=member, before=before, after=after)
