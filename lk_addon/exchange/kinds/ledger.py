"""From a planned row to a line of the ledger and back."""

from datetime import date
from decimal import Decimal

from lk_addon.finance.domain.movements import charge, record_opening_balance, record_payment, reverse
from lk_addon.finance.models import FeeKind, Movement
from lk_addon.registry.models import Member


def known_members(inns):
    """Return the register's entries by ИНН: the acting one, or the last one where none acts."""
    entries = Member.objects.filter(inn__in={inn for inn in inns if inn})
    members = {}
    for member in entries.order_by("registered_at"):
        held = members.get(member.inn)
        if held is None or not held.is_acting() or member.is_acting():
            members[member.inn] = member
    return members


def lines_under(source, numbers):
    """Return, by number, whether the ledger's line of ``source`` under it was reversed."""
    lines = Movement.objects.filter(source=source, external_id__in=numbers)
    return {number: reversal is not None for number, reversal in lines.values_list("external_id", "reversal")}


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
    """Reverse what a row has written, on its own day: balances since then are as if it had not been loaded.

    Raises ValidationError where it lies behind a balance that stands, or a later balance builds upon it.
    """
    movement = Movement.objects.get(source=source, external_id=row.data["external_id"])
    reason = f"Отмена загрузки №\u00a0{run.pk}"
    reverse(movement=movement, date=movement.date, reason=reason, actor=run.confirmed_by)
