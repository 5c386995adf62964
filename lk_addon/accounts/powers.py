"""What a machine-readable power of attorney lets somebody do, and how far that was made sure of (63-ФЗ, 17.2)."""

from enum import StrEnum

from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from lk_addon.accounts.heads import same_name
from lk_addon.accounts.models import PowerOfAttorney
from lk_addon.accounts.queries import all_mandates_in_force
from lk_addon.signatures.identity import Authority
from lk_addon.signatures.models import SignatureCheck
from lk_addon.signatures.queries import last_checks

Verdict = SignatureCheck.Verdict
UNASKED = (
    "Не отозвана ли она, в реестре m4d.nalog.gov.ru ещё не посмотрели, и достаточно ли полномочий, не прочитали: это "
    "сделает сотрудник СРО."
)


class State(StrEnum):
    """What is known of one."""

    CHECKING = "checking"
    WRONG = "wrong"
    OPEN = "open"
    GOOD = "good"
    EXPIRED = "expired"
    ENDED = "ended"


LABELS = {
    State.CHECKING: "подпись проверяется",
    State.WRONG: "подпись неверна",
    State.OPEN: "проверка подписи не завершена",
    State.GOOD: "действует",
    State.EXPIRED: "срок истёк",
    State.ENDED: "прекращена",
}
NOT_A_HEAD = "Доверенность подписал не руководитель, который значится в реестре СРО."


def digest_of(inn):
    """Return what is kept of a person's ИНН to compare another with; nothing of nothing."""
    return salted_hmac("accounts.PowerOfAttorney", inn, algorithm="sha256").hexdigest() if inn else ""


def masked(number):
    """Return the last three digits of an ИНН or a СНИЛС, the rest hidden."""
    digits = "".join(sign for sign in number if sign.isdigit())
    return f"•••{digits[-3:]}" if digits else ""


def signed_by_head(power, check):
    """Say whether one of those who signed it heads the member by the register, on the day it was received."""
    heads_then = power.mandate.member.current_heads(timezone.localdate(check.reference_time))
    return any(same_name(signer.get("name", ""), head.full_name) for signer in check.signers for head in heads_then)


def state_of(power, check, on):
    """Return the :class:`State` of ``power`` on that day; ``check`` is the last one of its signature."""
    if power.ended_at:
        return State.ENDED
    if not power.covers(on):
        return State.EXPIRED
    if check is None or check.verdict == Verdict.PENDING:
        return State.CHECKING
    if check.verdict == Verdict.INVALID or (check.verdict == Verdict.VALID and not signed_by_head(power, check)):
        return State.WRONG
    return State.GOOD if check.verdict == Verdict.VALID else State.OPEN


def authority_of(member, owner, on):
    """Return the :class:`Authority` that a checked power of ``member`` gives to the owner of a certificate."""
    powers = PowerOfAttorney.objects.filter(
        mandate__in=all_mandates_in_force(on).filter(member=member),
        ended_at=None,
        issued_on__lte=on,
        valid_to__gte=on,
    ).select_related("mandate__user", "mandate__member")
    of_person = [power for power in powers if _is_of(power, owner)]
    checks = last_checks([power.signature_id for power in of_person])
    good = [power for power in of_person if state_of(power, checks.get(power.signature_id), on) == State.GOOD]
    best = max(good, key=lambda power: (power.confirmed_at is not None, power.valid_to), default=None)
    if best is None:
        return None
    return Authority(f"{best} от этого члена СРО, действует по {best.valid_to:%d.%m.%Y}.", doubt=_doubt(best))


def _is_of(power, owner):
    if not same_name(power.mandate.user.get_full_name(), owner.full_name):
        return False
    return not (owner.inn and power.inn_digest) or constant_time_compare(digest_of(owner.inn), power.inn_digest)


def _doubt(power):
    return "" if power.confirmed_at else UNASKED
