"""Changes of what representatives may do, and until when. Each acts on the very next request."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cms.audit import domain as audit
from lk_addon.accounts.domain.closing import close_ways_in, end_sessions_of_shut_out
from lk_addon.accounts.heads import heads
from lk_addon.accounts.models import Basis, Mandate, Permission
from lk_addon.accounts.models.authority import check_basis, in_order, in_words

HEAD_CHANGED = "head_changed"  # why a mandate was suspended: the register says that another heads the member


@transaction.atomic
def change_permissions(*, mandate, permissions, actor):
    """Let the representative do ``permissions`` and nothing else; seeing is always among them.

    Raises ValidationError for a head, who may do everything, and for a mandate that was revoked.
    """
    mandate = _locked(mandate)
    if mandate.is_head:
        raise ValidationError("Руководителю доступно всё: его права не меняются.", code="head")
    before = mandate.permissions
    mandate.permissions = in_order([Permission.SEE.value, *permissions])
    mandate.save(update_fields=["permissions"])
    audit.record(
        "mandate.permissions_changed",
        actor=actor,
        obj=mandate,
        login=mandate.login_label,
        before=in_words(before),
        after=in_words(mandate.permissions),
    )
    return mandate


@transaction.atomic
def suspend_mandate(*, mandate, actor, because=""):
    """Close the member's cabinet to the representative for a time; sessions and links for it die.

    ``actor`` None is the system, which says ``because`` of what.
    Raises ValidationError when it was suspended or revoked before.
    """
    mandate = _locked(mandate)
    if mandate.suspended_at:
        raise ValidationError("Доступ уже приостановлен.", code="suspended")
    mandate.suspended_at = timezone.now()
    mandate.suspended_by = actor
    mandate.save(update_fields=["suspended_at", "suspended_by"])
    _close(mandate)
    reason = {"because": because} if because else {}
    audit.record("mandate.suspended", actor=actor, obj=mandate, login=mandate.login_label, **reason)
    return mandate


@transaction.atomic
def resume_mandate(*, mandate, actor):
    """Open the cabinet again to a representative who was suspended. Raises ValidationError for any other.

    Where the register names another head, this is the word of ``actor`` that the representative is the head.
    """
    mandate = _locked(mandate)
    if not mandate.suspended_at:
        raise ValidationError("Доступ не приостановлен.", code="open")
    mandate.suspended_at = mandate.suspended_by = None
    if mandate.head_in_doubt:
        mandate.head_confirmed_at = timezone.now()
    mandate.save(update_fields=["suspended_at", "suspended_by", "head_confirmed_at"])
    audit.record("mandate.resumed", actor=actor, obj=mandate, login=mandate.login_label)
    return mandate


@transaction.atomic
def extend_mandate(*, mandate, basis, basis_number, basis_date, valid_to, actor):
    """Give a mandate a new term by a new document (REQ-2.1.e); the account, its password and permissions stay.

    A mandate whose term is over opens again: nobody activates anything. ``valid_to`` None is
    without a term. Raises ValidationError for a mandate that was revoked, a member who is not
    acting, a day before today, a document not named as its kind demands, and for the head as a basis where the
    register names others.
    """
    mandate = _locked(mandate)
    if not mandate.member.is_acting():
        raise ValidationError("Организация исключена из членов СРО: продлевать нечего.", code="excluded")
    if valid_to and valid_to < timezone.localdate():
        raise ValidationError({"valid_to": "Новый срок уже прошёл."})
    check_basis(basis, basis_number, basis_date)
    if basis != Basis.HEAD:
        mandate.head_confirmed_at = None
    elif not (mandate.is_head and mandate.head_confirmed_at) and not heads(
        mandate.user.get_full_name(), mandate.member
    ):
        raise ValidationError(
            {
                "basis": "В реестре нет такого действующего руководителя. Сначала внесите его в реестр или назовите "
                "приказ или доверенность."
            }
        )
    before = mandate.valid_to
    mandate.basis, mandate.basis_number, mandate.basis_date = basis, basis_number, basis_date
    mandate.valid_to = valid_to
    mandate.save(update_fields=["basis", "basis_number", "basis_date", "valid_to", "head_confirmed_at"])
    audit.record(
        "mandate.extended",
        actor=actor,
        obj=mandate,
        login=mandate.login_label,
        basis=basis,
        valid_to_before=before,
        valid_to=valid_to,
    )
    return mandate


@transaction.atomic
def revoke_mandate(*, mandate, actor, because=Mandate.Ending.STAFF):
    """End a mandate before its term, for good. Raises ValidationError when it was revoked before."""
    mandate = _locked(mandate)
    mandate.revoked_at = timezone.now()
    mandate.revoked_because = because
    mandate.save(update_fields=["revoked_at", "revoked_because"])
    _close(mandate)
    audit.record("mandate.revoked", actor=actor, obj=mandate, login=mandate.login_label, because=because)
    return mandate


def _close(mandate):
    """Close what leads in by the mandate, and the sessions of a person who has no other."""
    itself = Mandate.objects.filter(pk=mandate.pk)
    close_ways_in(itself)
    end_sessions_of_shut_out(itself)


def _locked(mandate):
    mandate = Mandate.objects.select_for_update(no_key=True, of=("self",)).select_related("member").get(pk=mandate.pk)
    if mandate.revoked_at:
        raise ValidationError("Полномочие уже отозвано.", code="revoked")
    return mandate
