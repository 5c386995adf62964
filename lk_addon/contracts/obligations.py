"""What the journal says of a year's obligations under contracts won in competition, and what a member owes for it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone

from lk_addon.contracts.limits import OdoUse, odo_use
from lk_addon.contracts.models import AcceptanceAct, ObligationNotice, ObligationsRule
from lk_addon.contracts.queries import contracts_of
from lk_addon.registry.models import Fund
from lk_addon.registry.queries import level_on

State = ObligationNotice.State
FIRST_DAY = (3, 1)  # month and day until staff have entered a rule


@dataclass(frozen=True)
class YearOfObligations:
    """A year by the journal, at the end of its last day; sums in roubles."""

    year: int
    contracts: list  # concluded in the year, with their sums
    concluded_sum: Decimal
    performed_sum: Decimal
    use: OdoUse

    @property
    def concluded_count(self):
        """How many were concluded."""
        return len(self.contracts)

    @property
    def remaining_sum(self):
        """The aggregate obligations on 31 December."""
        return self.use.used

    def totals(self):
        """Return the figures of the notice by the names of its fields."""
        names = ("concluded_count", "concluded_sum", "performed_sum", "remaining_sum")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class AwaitedNotice:
    """The notice that a member owes: for which year, until when, and whether that day has passed."""

    year: int
    due: date
    is_overdue: bool

    @property
    def days_left(self):
        """How many days there still are; negative when it is overdue."""
        return (self.due - timezone.localdate()).days


def year_by_journal(member, year):
    """Return the :class:`YearOfObligations` of ``member``: contracts counted for КФ ОДО alone."""
    end = date(year, 12, 31)
    counted = contracts_of(member, end).filter(counted=True)
    contracts = list(counted.filter(date__year=year).order_by("date", "pk"))
    acts = AcceptanceAct.objects.filter(contract__in=counted.values("pk"), date__year=year)
    performed = acts.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    concluded = sum((contract.price_now for contract in contracts), Decimal(0))
    return YearOfObligations(year, contracts, concluded, performed, odo_use(member, end))


def notice_due(year):
    """Return the last day for the notice of ``year`` by the rule in force on the first day after it."""
    rule = ObligationsRule.objects.on(date(year + 1, 1, 1))
    month, day = (rule.notice_month, rule.notice_day) if rule else FIRST_DAY
    return date(year + 1, month, day)


def notices_of(member):
    """Return the notices of ``member``, newest first."""
    return ObligationNotice.objects.filter(member=member).select_related("letter")


def owes_notice(member, year):
    """Say whether ``member`` has to tell of ``year``: a member then, with a level in КФ ОДО or contracts behind it."""
    if member.registered_at.year > year:
        return False
    end = date(year, 12, 31)
    return (
        level_on(member, Fund.ODO, end) is not None
        or contracts_of(member, end).filter(counted=True, date__year=year).exists()
    )


def awaited_notice(member, on=None):
    """Return the :class:`AwaitedNotice` of last year, or None: given already, or nothing to tell."""
    on = on or timezone.localdate()
    year = on.year - 1
    given = ObligationNotice.objects.filter(member=member, year=year).exclude(state=State.RETURNED)
    if given.exists() or not owes_notice(member, year):
        return None
    due = notice_due(year)
    return AwaitedNotice(year, due, due < on)


def terms_of_notices(member, since, until):
    """Return (year, day) of the notices that ``member`` has to give on days from ``since`` to ``until``."""
    years = range(max(since.year - 1, member.registered_at.year), until.year)
    given = set(
        ObligationNotice.objects.filter(member=member, year__in=years)
        .exclude(state=State.RETURNED)
        .values_list("year", flat=True)
    )
    dated = [(year, notice_due(year)) for year in years if year not in given]
    return [(year, due) for year, due in dated if since <= due <= until and owes_notice(member, year)]
