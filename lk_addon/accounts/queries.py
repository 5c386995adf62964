"""Which mandates and members somebody has."""

from django.contrib.auth.backends import ModelBackend
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from lk_addon.accounts.heads import folded_in_database, holder_in_database
from lk_addon.accounts.models import AccountBlock, Basis, Mandate
from lk_addon.registry.models import Member, MemberHead


def all_mandates_in_force(on=None):
    """Mandates of everybody by which they may act on that day.

    In force means: within its term, neither revoked nor suspended, the member neither
    excluded nor blocked, the account neither blocked nor switched off (REQ-1.1.d, 1.4,
    2.1.e, 2.4).
    """
    on = on or timezone.localdate()
    blocks = AccountBlock.objects.filter(Q(user=OuterRef("user")) | Q(member=OuterRef("member")), lifted_at=None)
    return Mandate.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=on),
        ~Exists(blocks),
        user__is_active=True,
        revoked_at=None,
        suspended_at=None,
        valid_from__lte=on,
        member__in=Member.objects.acting(on),
    )


def mandates_in_force(user, on=None):
    """Mandates by which ``user`` may act on that day, members loaded, in the order of their names."""
    mandates = all_mandates_in_force(on).filter(user=user)
    return mandates.select_related("member").order_by("member__sort_name", "label_number")


def members_visible_to(user):
    """Members whose data ``user`` may see: those of the mandates in force, all for staff who may look in."""
    if user.is_staff and user.has_perm("accounts.view_cabinet"):
        return Member.objects.all()
    return Member.objects.filter(pk__in=mandates_in_force(user).values("member"))


def colleagues_of(member):
    """Mandates for ``member`` that were not revoked, by their numbers: suspended and ended ones are among them."""
    return Mandate.objects.filter(member=member, revoked_at=None).select_related("member").order_by("label_number")


def mandates_ending(since, until):
    """Mandates of acting members whose last day is between the two, both included; neither revoked nor suspended."""
    return (
        Mandate.objects.filter(
            valid_to__range=(since, until),
            revoked_at=None,
            suspended_at=None,
            member__in=Member.objects.acting(since),
        )
        .select_related("member", "user")
        .order_by("valid_to", "member__sort_name", "label_number")
    )


def mandates_of_former_heads(on=None):
    """Mandates of acting members that rest on being the head, while the register names another on that day.

    Not those that were revoked or are over, and not those of whose holders staff made sure (REQ-1.1.e).
    A member for whom the register names nobody is ``Member.objects.without_head``: nobody else acts there.
    """
    on = on or timezone.localdate()
    acting = MemberHead.objects.filter(
        Q(until=None) | Q(until__gte=on), member=OuterRef("member"), since__lte=on
    ).annotate(name=folded_in_database("full_name"))
    return (
        Mandate.objects.filter(
            Q(valid_to=None) | Q(valid_to__gte=on),
            basis=Basis.HEAD,
            revoked_at=None,
            head_confirmed_at=None,
            member__in=Member.objects.acting(on),
        )
        .annotate(holder=holder_in_database())
        .filter(Exists(acting), ~Exists(acting.filter(name=OuterRef("holder"))))
        .select_related("member", "user")
    )


def staff_with(permission):
    """Employees who have ``permission`` (``app_label.codename``) by their role: superusers are not written to."""
    return ModelBackend().with_perm(permission, include_superusers=False).filter(is_staff=True)
