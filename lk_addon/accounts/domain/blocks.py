"""Blocks. Each acts on the very next request, because every request asks; nobody is told beforehand (REQ-2.4)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cms.audit import domain as audit
from cms.users.domain import end_all_sessions
from cms.users.models import User
from lk_addon.accounts.domain.closing import close_ways_in, end_sessions_of_shut_out
from lk_addon.accounts.domain.contacts import revoke_email_changes
from lk_addon.accounts.models import AccountBlock, Mandate
from lk_addon.registry.models import Member


@transaction.atomic
def block_account(*, user, reason, comment, actor):
    """Shut ``user`` out of the cabinets of all their members (REQ-2.4, REQ-2.1.g).

    Open sessions end, links sent die, letters that wait are held back. A session blocked for
    its contacts ends at its next request, which tells the reason; others end untold.
    Raises ValidationError when the account is blocked already.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if AccountBlock.objects.filter(user=user, lifted_at=None).exists():
        raise ValidationError("Эта учётная запись уже заблокирована.", code="blocked")
    block = AccountBlock.objects.create(user=user, reason=reason, comment=comment, blocked_by=actor)
    if reason != AccountBlock.Reason.CONTACTS:
        end_all_sessions(user)
    close_ways_in(Mandate.objects.filter(user=user))
    audit.record("account.blocked", actor=actor, obj=user, reason=reason)
    return block


@transaction.atomic
def block_member(*, member, reason, comment, actor):
    """Close the member's cabinet to everybody who acts for it, now or later (REQ-2.4, REQ-2.1.g).

    What somebody may see of other members stays open to them; links to this one die, and so do wishes for another
    address, whoever asked for them. Sessions of those who may enter nowhere now end as in :func:`block_account`.
    Raises ValidationError when the member is blocked already.
    """
    member = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    if AccountBlock.objects.filter(member=member, lifted_at=None).exists():
        raise ValidationError("Представители этой организации уже заблокированы.", code="blocked")
    block = AccountBlock.objects.create(member=member, reason=reason, comment=comment, blocked_by=actor)
    mandates = Mandate.objects.filter(member=member, revoked_at=None)
    close_ways_in(mandates)
    revoke_email_changes(User.objects.filter(mandates__in=mandates))
    if reason != AccountBlock.Reason.CONTACTS:
        end_sessions_of_shut_out(mandates)
    audit.record("member_access.blocked", actor=actor, obj=member, number=member.registration_number, reason=reason)
    return block


@transaction.atomic
def lift_block(*, block, actor):
    """Let the person, or the member's representatives, in again. Raises ValidationError when it was lifted before."""
    block = AccountBlock.objects.select_for_update(no_key=True, of=("self",)).get(pk=block.pk)
    if block.lifted_at:
        raise ValidationError("Блокировка уже снята.", code="lifted")
    if block.user:  # a session that slept through the block must not wake
        end_all_sessions(block.user)
    else:
        end_sessions_of_shut_out(Mandate.objects.filter(member=block.member, revoked_at=None))
    block.lifted_at = timezone.now()
    block.lifted_by = actor
    block.save(update_fields=["lifted_at", "lifted_by"])
    if block.member:
        number = block.member.registration_number
        audit.record("member_access.unblocked", actor=actor, obj=block.member, number=number)
    else:
        audit.record("account.unblocked", actor=actor, obj=block.user)
    return block
