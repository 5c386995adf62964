"""What the register says of a member on a day."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, Sum
from django.utils import timezone

from lk_addon.registry.models import (
    OBJECT_CATEGORIES,
    Category,
    Fund,
    FundContribution,
    MemberLevel,
    ResponsibilityLevel,
    RightDecision,
    RightState,
    WorkRight,
)
from lk_addon.registry.periods import state_on

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class CategoryRight:
    """The right to one category on a day. ``state`` is None where it was never given.

    ``granted_on`` is the day from which there is a right at all, ``since`` and ``until`` bound the state,
    ``decision`` made it so (None after exclusion, which ends a right without a decision upon it).
    """

    category: Category
    state: RightState | None = None
    granted_on: date | None = None
    since: date | None = None
    until: date | None = None
    decision: RightDecision | None = None


@dataclass(frozen=True)
class Rights:
    """The rights of a member on a day: ``categories`` are those of objects, а) to в)."""

    categories: tuple[CategoryRight, ...]
    has_odo_level: bool
    restriction: WorkRight | None

    @property
    def active(self):
        """Categories in which works may be taken on."""
        return [right for right in self.categories if right.state == RightState.ACTIVE]

    @property
    def suspended(self):
        """Categories whose right is suspended: only contracts made before may be continued (ГрК ст. 55.15 ч. 2)."""
        return [right for right in self.categories if right.state == RightState.SUSPENDED]

    @property
    def may_compete(self):
        """Say whether new contracts may be won in competition: a level in КФ ОДО, a right, and no restriction."""
        return self.has_odo_level and bool(self.active) and self.restriction is None


def rights_on(member, on=None):
    """Return the :class:`Rights` of ``member`` on that day, today unless given. Two queries."""
    on = on or timezone.localdate()
    periods = defaultdict(list)
    for period in WorkRight.objects.filter(member=member).select_related("decision").order_by("since"):
        periods[period.category].append(period)
    acting = member.is_acting(on)
    return Rights(
        categories=tuple(_category_right(category, periods[category], member, on) for category in OBJECT_CATEGORIES),
        has_odo_level=acting and _levels(member, on).filter(fund=Fund.ODO).exists(),
        restriction=state_on(periods[Category.COMPETITIVE], on) if acting else None,
    )


def _category_right(category, periods, member, on):
    period = state_on(periods, on)
    if period is None:
        return CategoryRight(category)
    grants = [one.since for one in periods if one.since <= on and one.decision.kind == RightDecision.Kind.GRANT]
    granted_on = max(grants, default=periods[0].since)
    if period.state != RightState.TERMINATED and not member.is_acting(on):
        return CategoryRight(category, RightState.TERMINATED, granted_on, member.terminated_at)
    return CategoryRight(category, RightState(period.state), granted_on, period.since, period.until, period.decision)


def _levels(member, on):
    return MemberLevel.objects.filter(Q(until=None) | Q(until__gte=on), member=member, since__lte=on)


def levels_on(member, on=None):
    """Return a level, or None, for each fund on that day; ``.level`` of each is what the law says of it then."""
    on = on or timezone.localdate()
    found = dict.fromkeys(Fund)
    if not member.is_acting(on):
        return found
    terms = {(row.fund, row.number): row for row in levels_table(on)}
    for row in _levels(member, on):
        row.level = terms.get((row.fund, row.number))
        found[Fund(row.fund)] = row
    return found


def level_on(member, fund, on=None):
    """Return the :class:`MemberLevel` in ``fund`` on that day with its ``.level`` set, or None."""
    return levels_on(member, on)[Fund(fund)]


def levels_table(on=None):
    """Return the levels as the law has them on that day: КФ ВВ, then КФ ОДО, each from the lowest."""
    return list(ResponsibilityLevel.objects.on(on or timezone.localdate()).order_by("-fund", "number"))


def contributions_of(member, *, annulled=False):
    """Contributions of ``member`` that count, in the order of payment; the annulled ones too where asked for."""
    rows = FundContribution.objects.filter(member=member)
    return rows if annulled else rows.filter(annulled_at=None)


def contributed(member, fund, on=None):
    """Return how many rubles ``member`` has paid into ``fund`` by that day."""
    paid = contributions_of(member).filter(fund=fund, paid_on__lte=on or timezone.localdate())
    return paid.aggregate(total=Sum("amount"))["total"] or ZERO


@dataclass(frozen=True)
class FundState:
    """What a member has in a fund on a day: the sum paid, the level, and the level above with what it wants more."""

    fund: Fund
    total: Decimal
    level: MemberLevel | None
    next_level: ResponsibilityLevel | None

    @property
    def top_up(self):
        """How many rubles the next level wants beside those paid; None where there is no next level."""
        return self.next_level and max(self.next_level.min_contribution_rub - self.total, ZERO)


def funds_of(member, on=None):
    """Return the :class:`FundState` of each fund on that day. Three queries."""
    on = on or timezone.localdate()
    paid = contributions_of(member).filter(paid_on__lte=on).values_list("fund").annotate(Sum("amount")).order_by()
    totals, levels, table = dict(paid), levels_on(member, on), levels_table(on)
    states = []
    for fund in Fund:
        number = levels[fund].number if levels[fund] else 0
        above = next((row for row in table if row.fund == fund and row.number > number), None)
        states.append(FundState(fund, totals.get(fund, ZERO), levels[fund], above))
    return states


def decisions_of(member):
    """Decisions upon the rights of ``member``, those that were cancelled and those that cancel them included."""
    return RightDecision.objects.filter(member=member).select_related("cancelled_by")


def suspension_of(member, on=None):
    """Return the suspended period of any right of ``member`` on that day, or None. One query."""
    on = on or timezone.localdate()
    periods = WorkRight.objects.filter(Q(until=None) | Q(until__gte=on), member=member, since__lte=on)
    return periods.filter(state=RightState.SUSPENDED).order_by("since").first()


def changes_between(member, first, last):
    """Changes of the entry that the register shows on ``last`` and did not show on ``first`` yet, newest first."""
    return member.changes.filter(entered_on__gt=first, entered_on__lte=last)
