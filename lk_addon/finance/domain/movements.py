"""Writing the ledger. Staff screens, imports and the accounting system's interface all come through here."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Sum

from cms.audit import domain as audit
from lk_addon.finance.models import Movement
from lk_addon.registry.models import Member


@transaction.atomic
def charge(
    *, member, kind, amount, date, actor, period=None, due_on=None, document="", note="", source="", external_id=""
):
    """Record that ``member`` owes ``amount`` roubles for ``period`` (first and last day), to be paid by ``due_on``.

    A penalty wants its ground in ``note``. ``source`` with ``external_id`` name the
    line in the system it comes from. Raises ValidationError where the line is not
    well formed, was recorded before, or falls into days closed by a stated balance.
    """
    if kind.is_penalty and not note:
        raise ValidationError({"note": "Назовите основание: пункт документа, по которому начислены пени."})
    start, end = period or (None, None)
    line = Movement(type=Movement.Type.CHARGE, effect=amount, period_start=start, period_end=end, due_on=due_on)
    return _write(
        "fee.charged",
        line,
        member=member,
        kind=kind,
        amount=amount,
        date=date,
        document=document,
        note=note,
        source=source,
        external_id=external_id,
        actor=actor,
    )


@transaction.atomic
def record_payment(*, member, kind, amount, date, actor, document="", note="", source="", external_id=""):
    """Record that ``member`` paid ``amount`` roubles on ``date``. Raises ValidationError as :func:`charge` does."""
    return _write(
        "fee.paid",
        Movement(type=Movement.Type.PAYMENT, effect=-amount),
        member=member,
        kind=kind,
        amount=amount,
        date=date,
        document=document,
        note=note,
        source=source,
        external_id=external_id,
        actor=actor,
    )


@transaction.atomic
def record_opening_balance(*, member, kind, amount, on, actor, document="", note="", source="", external_id=""):
    """State that by the end of ``on`` the member owed ``amount`` roubles (negative: had paid too much).

    The difference to what the ledger holds becomes the line's effect, and the days
    until ``on`` are closed for that kind. A second statement for the same day
    corrects the first. Raises ValidationError for a day before one already stated.
    """
    _lock(member)
    closed = closed_until(member, kind)
    if closed and on < closed:
        raise ValidationError(f"Сальдо уже внесено на {closed:%d.%m.%Y}, более раннее его не изменит.", code="closed")
    held = Movement.objects.filter(member=member, kind=kind).until(on).aggregate(sum=Sum("effect"))["sum"] or Decimal(0)
    line = Movement(
        type=Movement.Type.OPENING,
        member=member,
        kind=kind,
        date=on,
        amount=amount,
        effect=amount - held,
        document=document,
        note=note,
        source=source,
        external_id=external_id,
        created_by=actor,
    )
    return _save("fee.saldo_set", line, actor)


@transaction.atomic
def reverse(*, movement, date, reason, actor):
    """Take a line back by one of the opposite sign dated ``date``; the first one stays.

    A stated balance is taken back on its own day, and the days that it closed are open again.
    Raises ValidationError when the line was reversed before or is a reversal, when it lies in days closed by a
    stated balance, and for a stated balance that a later one builds upon.
    """
    _lock(movement.member)
    if movement.reverses_id:
        raise ValidationError("Сторно не сторнируют: внесите запись заново.", code="kind")
    if Movement.objects.filter(reverses=movement).exists():
        raise ValidationError("Запись уже сторнирована.", code="reversed")
    if date < movement.date:
        raise ValidationError("Сторно не может быть раньше самой записи.", code="date")
    if movement.type == Movement.Type.OPENING:
        _refuse_unless_last_balance(movement, date)
    else:
        _refuse_closed(movement.member, movement.kind, movement.date)
    line = Movement(
        type=movement.type,
        member=movement.member,
        kind=movement.kind,
        date=date,
        amount=-movement.amount,
        effect=-movement.effect,
        period_start=movement.period_start,
        period_end=movement.period_end,
        document=movement.document,
        note=reason,
        reverses=movement,
        created_by=actor,
    )
    return _save("fee.reversed", line, actor, reason=reason)


def closed_until(member, kind):
    """Return the day until which a stated balance has closed the ledger of that kind, or None."""
    return _balances(member, kind).aggregate(day=Max("date"))["day"]


def _balances(member, kind):
    """Return the stated balances that were not taken back."""
    return Movement.objects.filter(member=member, kind=kind, type=Movement.Type.OPENING, reverses=None, reversal=None)


def _refuse_unless_last_balance(movement, day):
    last = _balances(movement.member, movement.kind).order_by("date", "pk").last()
    if last != movement:
        raise ValidationError(f"После него внесено сальдо на {last.date:%d.%m.%Y}: сначала отмените его.", code="order")
    if day != movement.date:
        raise ValidationError("Сальдо отменяют тем же днём, на который оно внесено.", code="date")


def _write(action, line, *, actor, **fields):
    _lock(fields["member"])
    _refuse_closed(fields["member"], fields["kind"], fields["date"])
    for name, value in fields.items():
        setattr(line, name, value)
    line.created_by = actor
    return _save(action, line, actor)


def _save(action, line, actor, **data):
    line.full_clean()
    line.save(force_insert=True)
    audit.record(
        action,
        actor=actor,
        obj=line,
        member=line.member.registration_number,
        kind=line.kind.name,
        amount=line.amount,
        date=line.date,
        document=line.document,
        source=line.source,
        **data,
    )
    return line


def _lock(member):
    """Let one line of a member be written at a time: a stated balance looks at all the others."""
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)


def _refuse_closed(member, kind, day):
    closed = closed_until(member, kind)
    if closed and day <= closed:
        raise ValidationError(
            f"На {closed:%d.%m.%Y} внесено сальдо: записи до этой даты закрыты, исправляют само сальдо.", code="closed"
        )
