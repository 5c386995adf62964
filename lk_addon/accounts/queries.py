"""Which mandates and members somebody has."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from lk_addon.accounts.models import AccountBlock, Mandate
from lk_addon.registry.models import Member


def mandates_in_force(user, on=None):
    """Mandates by which ``user`` may act on that day, members loaded, in the order of their names.

    In force means: within its term, neither revoked nor suspended, the member neither
    excluded nor blocked, the account neither blocked nor switched off (REQ-1.1.d, 1.4,
    2.1.e, 2.4).
    """
    on = on or timezone.localdate()
    blocks = AccountBlock.objects.filter(Q(user=OuterRef("user")) | Q(member=OuterRef("member")), lifted_at=None)
    return (
        Mandate.objects.filter(
            Q(valid_to=None) | Q(valid_to__gte=on),
            ~Exists(blocks),
            user=user,
            user__is_active=True,
            revoked_at=None,
            suspended_at=None,
            valid_from__lte=on,
            member__in=Member.objects.acting(on),
        )
        .select_related("member")
        .order_by("member__sort_name", "label_number")
    )


def members_visible_to(user):
    """Members whose data ``user`` may see: those of the mandates in force, all for staff who may look in."""
    if user.is_staff and user.has_perm("accounts.view_cabinet"):
        return Member.objects.all()
    return Member.objects.filter(pk__in=mandates_in_force(user).values("member"))
