"""What somebody may see of the ledger, and what it sums up to. All sums are the database's."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import DateField, DecimalField, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, TruncQuarter
from django.utils import timezone

from lk_addon.finance.models import FeeKind, FeeRate, MemberBalance, Movement
from lk_addon.finance.periods import quarter_label

MONEY = DecimalField(max_digits=18, decimal_places=2)
ZERO = Value(Decimal(0), output_field=MONEY)
CHARGED = Q(type=Movement.Type.CHARGE)
PAID = Q(type=Movement.Type.PAYMENT)


@dataclass(frozen=True)
class State:
    """How a member stands on a day, in roubles; ``balance`` above zero is a debt."""

    on: object
    balance: Decimal
    overdue: Decimal

    @property
    def debt(self):
        """What is owed, or zero."""
        return max(self.balance, Decimal(0))

    @property
    def overpayment(self):
        """What was paid too much, or zero."""
        return max(-self.balance, Decimal(0))


def movements_of(member):
    """Return the member's lines, newest first, with all that a list shows."""
    return Movement.objects.filter(member=member).select_related("kind")


def balance_on(member, day=None):
    """Return what ``member`` owes at the end of ``day`` (today): negative where it paid too much."""
    return state_on(member, day).balance


def state_on(member, day=None):
    """Return the :class:`State` of ``member`` at the end of ``day`` (today in Moscow when not given).

    Overdue is what would be owed if charges whose day of payment has not passed were left out.
    """
    day = day or timezone.localdate()
    sums = (
        Movement.objects.filter(member=member)
        .until(day)
        .aggregate(balance=_sum("effect"), early=_sum("effect", CHARGED & Q(due_on__gte=day)))
    )
    return State(on=day, balance=sums["balance"], overdue=max(sums["balance"] - sums["early"], Decimal(0)))


def state_in(request):
    """Return today's :class:`State` of the member in view, summed up once for a page."""
    if not hasattr(request, "fees_state"):
        request.fees_state = state_on(request.entrance.member)
    return request.fees_state


def balances_by_kind(member, day=None):
    """Return the kinds that ``member`` has lines of, each with charged, paid and balance until ``day``."""
    lines = Q(movements__member=member, movements__date__lte=day or timezone.localdate())
    return (
        FeeKind.objects.filter(lines)
        .annotate(
            opening=_sum("movements__effect", lines & Q(movements__type=Movement.Type.OPENING)),
            charged=_sum("movements__effect", lines & Q(movements__type=Movement.Type.CHARGE)),
            paid=_sum("movements__amount", lines & Q(movements__type=Movement.Type.PAYMENT)),
            balance=_sum("movements__effect", lines),
        )
        .order_by("order", "name")
    )


def quarters_of(member, *, kind=None, until=None):
    """Return the member's quarters in order, as dicts: start, label, opening, charged, paid, closing.

    A balance stated by the accounting system moves the closing one without being charged or paid.
    """
    lines = Movement.objects.filter(member=member).until(until or timezone.localdate())
    if kind:
        lines = lines.filter(kind=kind)
    sums = (
        lines.values(start=TruncQuarter("date", output_field=DateField()))
        .order_by("start")
        .annotate(charged=_sum("effect", CHARGED), paid=_sum("amount", PAID), change=_sum("effect"))
    )
    rows, balance = [], Decimal(0)
    for row in sums:
        opening, balance = balance, balance + row["change"]
        rows.append(row | {"label": quarter_label(row["start"]), "opening": opening, "closing": balance})
    return rows


def years_of(member):
    """Return the years in which the member has lines, newest first."""
    return [day.year for day in Movement.objects.filter(member=member).dates("date", "year", order="DESC")]


def members_with_balance(day=None):
    """Return all entries of the register, each with its ``balance`` at the end of ``day`` (today)."""
    lines = Movement.objects.filter(member=OuterRef("pk")).until(day or timezone.localdate()).order_by()
    total = Subquery(lines.values("member").annotate(sum=Sum("effect")).values("sum"), output_field=MONEY)
    return MemberBalance.objects.annotate(balance=Coalesce(total, ZERO))


def rates_on(day=None):
    """Return the sizes of fees in force on ``day`` (today)."""
    day = day or timezone.localdate()
    in_force = Q(valid_to=None) | Q(valid_to__gte=day)
    return FeeRate.objects.filter(in_force, valid_from__lte=day).select_related("kind").order_by("kind__order")


def dues_of(member, since, until):
    """Return the member's charges that are to be paid between two days and were not taken back."""
    return movements_of(member).filter(CHARGED, due_on__range=(since, until), reverses=None, reversal=None)


def _sum(name, condition=None):
    return Coalesce(Sum(name, filter=condition), ZERO, output_field=MONEY)
