"""What a reconciliation act says: the balance before a period, its lines, the balance after it."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from lk_addon.finance.models import Movement
from lk_addon.finance.queries import balance_on, movements_of

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """A line of the ledger as an act has it: what raises the debt is debit, what lowers it credit; roubles."""

    movement: Movement
    debit: Decimal
    credit: Decimal


@dataclass(frozen=True)
class Reconciliation:
    """A period of the ledger of one member, both days included; balances above zero are a debt of the member."""

    start: date
    end: date
    opening: Decimal
    closing: Decimal
    lines: list[Line]

    @property
    def debit(self):
        """What was charged in the period, corrections subtracted."""
        return sum((line.debit for line in self.lines), Decimal(0))

    @property
    def credit(self):
        """What was paid in the period, corrections subtracted."""
        return sum((line.credit for line in self.lines), Decimal(0))


def reconcile(member, start, end):
    """Return the :class:`Reconciliation` of ``member`` from ``start`` to ``end``. Three queries."""
    rows = movements_of(member).filter(date__range=(start, end)).order_by("date", "pk")
    return Reconciliation(
        start, end, balance_on(member, start - DAY), balance_on(member, end), [_line(row) for row in rows]
    )


def _line(row):
    """A reversal keeps the column of what it takes back, with a minus; a stated balance goes by its effect's sign."""
    zero = Decimal(0)
    is_debit = row.type == Movement.Type.CHARGE or (row.type == Movement.Type.OPENING and row.effect > 0)
    return Line(row, row.effect if is_debit else zero, zero if is_debit else -row.effect)
