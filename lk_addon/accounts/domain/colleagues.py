"""What a head, or whoever was given ``manage``, does to the access of colleagues in the cabinet (REQ-1.1.d)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from lk_addon.accounts.domain import mandates
from lk_addon.accounts.models import Mandate
from lk_addon.accounts.queries import mandates_in_force
from lk_addon.accounts.rules import may_arrange, may_resume


@transaction.atomic
def arrange_permissions(*, colleague, permissions, actor):
    """Give ``colleague`` (a mandate) exactly ``permissions``: nobody gives what they do not have.

    Raises PermissionDenied where the actor may not arrange this colleague or give one of these.
    """
    own = _own_mandate(colleague, actor)
    if not own.granted.issuperset(permissions):
        raise PermissionDenied
    return mandates.change_permissions(mandate=colleague, permissions=permissions, actor=actor)


@transaction.atomic
def suspend_colleague(*, colleague, actor):
    """Close the cabinet to ``colleague`` for a time. Raises PermissionDenied like :func:`arrange_permissions`."""
    _own_mandate(colleague, actor)
    return mandates.suspend_mandate(mandate=colleague, actor=actor)


@transaction.atomic
def resume_colleague(*, colleague, actor):
    """Open the cabinet to ``colleague`` again, where somebody of the member has closed it.

    What staff have closed they open. Raises PermissionDenied like :func:`arrange_permissions`, and ValidationError.
    """
    _own_mandate(colleague, actor)
    now = Mandate.objects.select_for_update(no_key=True).get(pk=colleague.pk)
    if now.suspended_at and not may_resume(now):
        raise ValidationError("Доступ приостановила СРО: вернуть его может только она.", code="staff")
    return mandates.resume_mandate(mandate=colleague, actor=actor)


def _own_mandate(colleague, actor):
    """Return by what mandate the actor does it, as it stands now. Raises PermissionDenied when by none."""
    own = mandates_in_force(actor).filter(member=colleague.member).first()
    if own is None or not may_arrange(own, colleague):
        raise PermissionDenied
    return own
