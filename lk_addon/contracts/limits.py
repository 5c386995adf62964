"""The limits of responsibility: how much is used, and whether one more contract may be signed (REQ-L.8).

КФ ВВ bounds the price of every single contract, КФ ОДО the sum of obligations under contracts won in
competition (ГрК ст. 55.8, 55.13, 55.16). «Не превышает» includes the limit itself.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

from lk_addon.contracts.models import ObligationsRule
from lk_addon.contracts.queries import used_on
from lk_addon.registry.models import Fund, MemberLevel, ResponsibilityLevel
from lk_addon.registry.queries import Rights, contributed, level_on, levels_on, levels_table, rights_on

SIMPLE = 0  # the level for demolition alone: it has no limit and covers no construction
USUAL_WARNING = 80  # per cent, until staff have entered a rule


@dataclass(frozen=True)
class OdoUse:
    """How a member uses the limit of КФ ОДО on a day. ``level`` is None where no contribution was made."""

    on: object
    used: Decimal
    level: MemberLevel | None
    warning_percent: int = USUAL_WARNING

    @property
    def limit(self):
        """The limit in roubles, None where the level has none or there is no level."""
        return self.level.level.limit_rub if self.level and self.level.level else None

    @property
    def free(self):
        """What may still be taken on, None without a limit; never below zero."""
        return None if self.limit is None else max(self.limit - self.used, Decimal(0))

    @property
    def excess(self):
        """By how much the limit is exceeded, or zero."""
        return Decimal(0) if self.limit is None else max(self.used - self.limit, Decimal(0))

    @property
    def percent(self):
        """The used part of the limit in per cent with one decimal, None without a limit."""
        if self.limit is None:
            return None
        return (self.used / self.limit * 100).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)

    @property
    def bar(self):
        """The filled part of the gauge, of a hundred, as SVG wants it."""
        return str(min(self.percent or Decimal(0), Decimal(100)))

    @property
    def state(self):
        """``none`` (no level), ``unlimited``, ``exceeded`` (by more than nothing), ``warning`` or ``good``."""
        if self.level is None or self.level.level is None:
            return "none"
        if self.limit is None:
            return "unlimited"
        if self.used > self.limit:
            return "exceeded"
        return "warning" if self.used * 100 >= self.limit * self.warning_percent else "good"


@dataclass(frozen=True)
class FundAnswer:
    """Whether one fund's level allows a contract, and what would."""

    fund: Fund
    amount: Decimal  # that is compared with the limit
    level: MemberLevel | None
    fits: bool
    needed: ResponsibilityLevel | None
    top_up: Decimal


@dataclass(frozen=True)
class Answer:
    """May a contract be signed: the answer of each fund, and of the right itself."""

    price: Decimal
    competitive: bool
    rights: Rights
    funds: tuple[FundAnswer, ...]

    @property
    def has_right(self):
        """Whether new contracts may be taken on at all: a right that is neither missing nor suspended."""
        return bool(self.rights.active)

    @property
    def restricted(self):
        """Whether contracts won in competition are closed to the member by a decision."""
        return self.competitive and self.rights.restriction is not None

    @property
    def may_sign(self):
        """Whether nothing stands against it."""
        return self.has_right and not self.restricted and all(answer.fits for answer in self.funds)


def odo_use(member, day=None):
    """Return the :class:`OdoUse` of ``member`` at the end of ``day`` (today)."""
    day = day or timezone.localdate()
    rule = ObligationsRule.objects.on(day)
    warning = rule.warning_percent if rule else USUAL_WARNING
    return OdoUse(day, used_on(member, day, rule), level_on(member, Fund.ODO, day), warning)


def odo_use_in(request):
    """Return today's :class:`OdoUse` of the member in view, counted once for a page."""
    if not hasattr(request, "odo_use"):
        request.odo_use = odo_use(request.entrance.member)
    return request.odo_use


def needed_level(levels, amount):
    """Return the lowest of ``levels`` (of one fund) that covers ``amount`` roubles of construction, or None."""
    fitting = (level for level in levels if covers_construction(level, amount))
    return min(fitting, key=lambda level: level.number, default=None)


def may_sign(member, price, *, competitive, day=None):
    """Say whether ``member`` may sign a contract of construction for ``price`` roubles; returns an :class:`Answer`.

    The price itself must stay within the level in КФ ВВ; where the contract is won in competition, the price
    together with the obligations of the day within the level in КФ ОДО. A top-up is the smallest contribution
    of the level that is needed less what has been paid.
    """
    day = day or timezone.localdate()
    present, table = levels_on(member, day), levels_table(day)
    amounts = {Fund.VV: price}
    if competitive:
        amounts[Fund.ODO] = used_on(member, day, ObligationsRule.objects.on(day)) + price
    funds = []
    for fund, amount in amounts.items():
        terms = present[fund].level if present[fund] else None
        fits, needed, top_up = covers_construction(terms, amount), None, Decimal(0)
        if not fits:
            needed = needed_level([level for level in table if level.fund == fund], amount)
        if needed:
            top_up = max(needed.min_contribution_rub - contributed(member, fund, day), Decimal(0))
        funds.append(FundAnswer(fund, amount, present[fund], fits, needed, top_up))
    return Answer(price, competitive, rights_on(member, day), tuple(funds))


def covers_construction(terms, amount):
    """Say whether a level with these ``terms`` (None: there is no level) allows ``amount`` roubles of construction."""
    return terms is not None and terms.number != SIMPLE and terms.covers(amount)
