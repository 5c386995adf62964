"""May this person: the only place that answers."""

from django.db.models import Q

from lk_addon.accounts.models import AccountBlock, Permission
from lk_addon.accounts.queries import mandates_in_force


def may_enter(user, member=None):
    """Say whether ``user`` may act in the cabinet, for ``member`` or for any (REQ-1.1.d, 1.4, 2.1.e, 2.4)."""
    if not user.is_authenticated:
        return False
    mandates = mandates_in_force(user)
    return mandates.filter(member=member).exists() if member else mandates.exists()


def may_look_in(user):
    """Say whether ``user`` may see the cabinet as a member sees it, changing nothing."""
    return user.is_active and user.is_staff and user.has_perm("accounts.view_cabinet")


def may_sign_in(user):
    """Say whether the cabinet's door opens for ``user`` once the password and second factor are right."""
    return may_look_in(user) or may_enter(user)


def blocked_for_contacts(user):
    """Say whether ``user`` is shut out because the contacts are not kept current: that reason is told (REQ-2.1.g)."""
    if not user.is_authenticated or may_enter(user):
        return False
    blocks = AccountBlock.objects.filter(lifted_at=None, reason=AccountBlock.Reason.CONTACTS)
    of_members = Q(member__mandates__user=user, member__mandates__revoked_at=None)
    return blocks.filter(Q(user=user) | of_members).exists()


def may_arrange(own, other):
    """Say whether the holder of the mandate ``own`` may change the permissions of ``other`` or suspend it.

    Within one member, not one's own, never a head's, and nobody who may do more than oneself.
    """
    return (
        Permission.MANAGE in own.granted
        and own.member_id == other.member_id
        and own.pk != other.pk
        and not other.is_head
        and other.granted <= own.granted
    )


def may_resume(mandate):
    """Say whether colleagues may open the cabinet again to the holder of ``mandate``: staff open what staff closed."""
    return mandate.suspended_by is not None and not mandate.suspended_by.is_staff
