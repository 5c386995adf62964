"""Blocks of accounts and ends of mandates. Each acts on the very next request, because every request asks."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cms.audit import domain as audit
from cms.users.models import User
from lk_addon.accounts.domain.invitations import revoke_invitations
from lk_addon.accounts.models import AccountBlock, Invitation, Mandate


@transaction.atomic
def block_account(*, user, reason, comment, actor):
    """Shut ``user`` out of the cabinet without telling them beforehand (REQ-2.4, REQ-2.1.g).

    Open sessions end, links sent die. Raises ValidationError when the account is blocked already.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if AccountBlock.objects.filter(user=user, lifted_at=None).exists():
        raise ValidationError("Эта учётная запись уже заблокирована.", code="blocked")
    block = AccountBlock.objects.create(user=user, reason=reason, comment=comment, blocked_by=actor)
    user.session_generation += 1
    user.save(update_fields=["session_generation"])
    revoke_invitations(Invitation.objects.filter(mandate__user=user))
    audit.record("account.blocked", actor=actor, obj=user, reason=reason)
    return block


@transaction.atomic
def lift_block(*, block, actor):
    """Let the person in again. Raises ValidationError when the block was lifted before."""
    block = AccountBlock.objects.select_for_update().get(pk=block.pk)
    if block.lifted_at:
        raise ValidationError("Блокировка уже снята.", code="lifted")
    block.lifted_at = timezone.now()
    block.lifted_by = actor
    block.save(update_fields=["lifted_at", "lifted_by"])
    audit.record("account.unblocked", actor=actor, obj=block.user)
    return block


@transaction.atomic
def revoke_mandate(*, mandate, actor):
    """End a mandate before its term. Raises ValidationError when it was revoked before."""
    mandate = Mandate.objects.select_for_update(of=("self",)).select_related("member").get(pk=mandate.pk)
    if mandate.revoked_at:
        raise ValidationError("Полномочие уже отозвано.", code="revoked")
    mandate.revoked_at = timezone.now()
    mandate.save(update_fields=["revoked_at"])
    revoke_invitations(mandate.invitations.all())
    audit.record("mandate.revoked", actor=actor, obj=mandate, login=mandate.login_label)
    return mandate
