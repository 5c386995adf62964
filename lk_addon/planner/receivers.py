"""What follows for the calendar's addresses when access is closed or a password is changed."""

from django.dispatch import receiver

from lk_addon.accounts.signals import ways_closed
from lk_addon.planner.domain.addresses import revoke_address
from lk_addon.planner.models import CalendarAddress


@receiver(ways_closed)
def close_addresses(mandates, **kwargs):
    """End the addresses of ``mandates``: whoever was inside may have taken one along."""
    living = CalendarAddress.objects.filter(mandate__in=mandates, revoked_at=None)
    closed = list(living.select_related("mandate__member").order_by("mandate"))
    for address in closed:
        revoke_address(mandate=address.mandate, actor=None)
    return "адрес календаря сроков" if closed else None
