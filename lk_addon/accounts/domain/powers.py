"""Machine-readable powers of attorney: received with the principal's signature, made sure of, ended."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cms.audit import domain as audit
from lk_addon.accounts.emchd import MAX_SIZE, read_power
from lk_addon.accounts.heads import same_name
from lk_addon.accounts.models import Basis, Mandate, PowerOfAttorney
from lk_addon.accounts.powers import State, digest_of, masked, state_of
from lk_addon.files.domain.storing import storing
from lk_addon.signatures.domain.checking import repeat_left_open, request_check
from lk_addon.signatures.queries import last_checks


def receive_power(*, mandate, document, signature, actor):
    """Keep the power of attorney in the XML ``document`` with its detached ``signature`` (open files); return it.

    A task checks the signature: it must be of a head of the member by the register. Raises ValidationError for a
    document of another form, another principal or person, one whose term is over, and one that is there already.
    """
    read = read_power(document.read(MAX_SIZE + 1))
    document.seek(0)
    representative = _demand_right(read, mandate)
    with transaction.atomic(), storing([document, signature], member=mandate.member, actor=actor) as files:
        mandate = (
            Mandate.objects.select_for_update(no_key=True, of=("self",))
            .select_related("member", "user")
            .get(pk=mandate.pk)
        )
        if mandate.revoked_at:
            raise ValidationError("Полномочие уже отозвано.", code="revoked")
        power = PowerOfAttorney(
            mandate=mandate,
            document=files[0],
            signature=files[1],
            number=read.number,
            issued_on=read.issued_on,
            valid_to=read.valid_to,
            principal_inn=read.principal_inn,
            principal_ogrn=read.principal_ogrn,
            masked_inn=masked(representative.inn),
            masked_snils=masked(representative.snils),
            inn_digest=digest_of(representative.inn),
            powers=read.powers,
        )
        power.validate_constraints()
        power.save()
        request_check(
            document=files[0],
            signature=files[1],
            member=mandate.member,
            signatory_name=_head_of(mandate.member),
            reference_time=power.received_at,
            actor=actor,
        )
        audit.record(
            "power.received",
            actor=actor,
            obj=power,
            login=mandate.login_label,
            number=str(power.number),
            valid_to=power.valid_to,
        )
    return power


def _demand_right(read, mandate):
    """Return the representative of ``read`` who holds ``mandate``. Raises ValidationError where it is another's."""
    member, today, problems = mandate.member, timezone.localdate(), []
    if read.principal_inn != member.inn or (read.principal_ogrn and member.ogrn and read.principal_ogrn != member.ogrn):
        problems.append("Доверитель — другая организация: ИНН или ОГРН в доверенности не те, что в реестре СРО.")
    named = [one for one in read.representatives if same_name(one.full_name, mandate.user.get_full_name())]
    if not named:
        problems.append("Доверенность выдана другому человеку: имя в ней не то, что у этого представителя.")
    if read.valid_to < today:
        problems.append(f"Срок доверенности истёк {read.valid_to:%d.%m.%Y}.")
    if read.issued_on > today:
        problems.append(f"Доверенность начнёт действовать {read.issued_on:%d.%m.%Y}: приложите её тогда.")
    if mandate.basis == Basis.MCHD and str(read.number) != mandate.basis_number.strip().lower():
        problems.append("Номер не тот, что в полномочии. Если доверенность новая, сначала продлите по ней полномочие.")
    if problems:
        raise ValidationError(problems)
    return named[0]


def _head_of(member):
    """Return whose signature is expected; with several heads any of them may have signed, so nobody is named."""
    names = [head.full_name for head in member.current_heads()]
    return names[0] if len(names) == 1 else ""


@transaction.atomic
def confirm_power(*, power, actor):
    """Store that ``actor`` saw it in force in the register of powers and read that they suffice.

    Signatures that were left open for want of an authority are checked again.
    Raises ValidationError for one that is not in force by its own dates and signature.
    """
    power = _locked(power)
    check = last_checks([power.signature_id]).get(power.signature_id)
    if state_of(power, check, timezone.localdate()) != State.GOOD:
        raise ValidationError("Сверять можно доверенность, подпись которой верна и срок не истёк.", code="state")
    if power.confirmed_at:
        raise ValidationError("Доверенность уже сверена.", code="confirmed")
    power.confirmed_at, power.confirmed_by = timezone.now(), actor
    power.save(update_fields=["confirmed_at", "confirmed_by"])
    audit.record("power.confirmed", actor=actor, obj=power, login=power.mandate.login_label, number=str(power.number))
    repeat_left_open(member=power.mandate.member, actor=actor)
    return power


@transaction.atomic
def end_power(*, power, reason, actor):
    """Stop counting it: the register says that it was revoked, or staff found it wrong. Raises ValidationError."""
    power = _locked(power)
    power.ended_at, power.ended_because = timezone.now(), reason
    power.save(update_fields=["ended_at", "ended_because"])
    audit.record(
        "power.ended",
        actor=actor,
        obj=power,
        login=power.mandate.login_label,
        number=str(power.number),
        reason=reason,
    )
    return power


def _locked(power):
    power = (
        PowerOfAttorney.objects.select_for_update(no_key=True, of=("self",))
        .select_related("mandate__member", "mandate__user")
        .get(pk=power.pk)
    )
    if power.ended_at:
        raise ValidationError("Доверенность уже прекращена.", code="ended")
    return power
