"""Which calendar an address opens."""

from django.db.models import Q

from lk_addon.accounts.models import AccountBlock
from lk_addon.accounts.queries import mandates_in_force
from lk_addon.accounts.tokens import token_hash
from lk_addon.planner.models import CalendarAddress


def mandate_of(request):
    """Return the mandate by which the request's user acts for the member in view, or None (staff looking in)."""
    return mandates_in_force(request.user).filter(member=request.entrance.member).first()


def live_address(mandate):
    """Return the address of ``mandate`` that has not been revoked, or None."""
    return CalendarAddress.objects.filter(mandate=mandate, revoked_at=None).first() if mandate else None


def open_address(token):
    """Return the address that ``token`` opens now, its mandate and member loaded, or None.

    It asks on each reading what the door would ask: mandate, membership, blocks. A block
    ends the addresses given before it for good, whether or not it is lifted later.
    """
    address = (
        CalendarAddress.objects.filter(token_hash=token_hash(token), revoked_at=None)
        .select_related("mandate__user", "mandate__member")
        .first()
    )
    if address is None:
        return None
    mandate = address.mandate
    if not mandates_in_force(mandate.user).filter(pk=mandate.pk).exists():
        return None
    blocks = AccountBlock.objects.filter(
        Q(user=mandate.user) | Q(member=mandate.member), blocked_at__gte=address.given_at
    )
    return None if blocks.exists() else address
