"""What follows for access when the register changes."""

from django.dispatch import receiver

from lk_addon.accounts.domain.closing import close_ways_in
from lk_addon.accounts.models import Mandate
from lk_addon.registry.signals import member_excluded


@receiver(member_excluded)
def close_access(member, **kwargs):
    """Close links and letters of those who act for a member whose membership is over (REQ-1.4).

    Sessions and sign-in need nothing: each request asks whether the member acts. For an
    exclusion whose date is to come, beat does on that day what is done here.
    """
    if not member.is_acting():
        close_ways_in(Mandate.objects.filter(member=member))
