"""From a planned row to a line of the ledger and back; the table and the bank statement share it."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils import timezone

from lk_addon.finance.domain.movements import charge, record_opening_balance, record_payment, reverse
from lk_addon.finance.models import FeeKind, Movement
from lk_addon.registry.models import Member

LABELS = {
    "what_name": "Запись",
    "kind_name": "Вид взноса",
    "amount": "Сумма, ₽",
    "date": "Дата",
    "period_name": "Период",
    "document": "Документ",
    "note": "Назначение",
}
NO_UNDO = "Сальдо на дату не отменяется: внесите правильное сальдо."


def known_members(inns):
    """Return the register's entries by ИНН: the acting one, or the last one where none acts."""
    entries = Member.objects.filter(inn__in={inn for inn in inns if inn})
    members = {}
    for member in entries.order_by("registered_at"):
        held = members.get(member.inn)
        if held is None or not held.is_acting() or member.is_acting():
            members[member.inn] = member
    return members


def recorded_before(source, external_ids):
    """Return those of ``external_ids`` that the ledger holds already."""
    rows = Movement.objects.filter(source=source, external_id__in=[one for one in external_ids if one])
    return set(rows.values_list("external_id", flat=True))


def apply_movement(row, run, source):
    """Write the movement of a row. Raises ValidationError."""
    data = row.data
    fields = {
        "member": Member.objects.get(pk=data["member"]),
        "kind": FeeKind.objects.get(pk=data["kind"]),
        "amount": Decimal(data["amount"]),
        "document": data["document"][:200],
        "note": data["note"][:500],
        "source": source,
        "external_id": data["external_id"],
        "actor": run.confirmed_by,
    }
    day = date.fromisoformat(data["date"])
    if data["what"] == "opening":
        record_opening_balance(on=day, **fields)
    elif data["what"] == "payment":
        record_payment(date=day, **fields)
    else:
        period = data["period"] and tuple(date.fromisoformat(end) for end in data["period"])
        charge(date=day, period=period, **fields)


def undo_movement(row, run, source):
    """Reverse what a row has written. Raises ValidationError for a stated balance."""
    movement = Movement.objects.get(source=source, external_id=row.data["external_id"])
    if movement.type == Movement.Type.OPENING:
        raise ValidationError(NO_UNDO)
    day = max(timezone.localdate(), movement.date)
    reverse(movement=movement, date=day, reason=f"Отмена загрузки №\u00a0{run.pk}", actor=run.confirmed_by)
