"""Working days. The calendar is read whole and remembered: a deadline costs no query.

A year that is not entered counts by weekdays alone; :func:`calendar_warning` says so wherever a
deadline is shown, so that a guess never passes for the calendar.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cms.core import pagecache
from cms.workdays.models import CalendarDay, CalendarYear

DAY = timedelta(days=1)


class Coverage(StrEnum):
    """What is known of a year."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Calendar:
    """The exceptions by day (True for working), and which years are confirmed."""

    exceptions: dict[date, bool]
    years: dict[int, bool]

    def is_workday(self, day):
        """Whether people work on ``day``."""
        return self.exceptions.get(day, day.weekday() < 5)

    def coverage(self, year):
        """How well ``year`` is known."""
        if year not in self.years:
            return Coverage.MISSING
        return Coverage.CONFIRMED if self.years[year] else Coverage.UNCONFIRMED


def calendar():
    """Return the :class:`Calendar`; no query while nobody has edited anything."""
    return pagecache.remembered("workdays", _read)


def is_workday(day):
    """Whether ``day`` (a date) is a working day."""
    return calendar().is_workday(day)


def next_workday(day):
    """Return ``day``, or the first working day after it: a term that ends on a day off moves there (ГК РФ ст. 193)."""
    known = calendar()
    while not known.is_workday(day):
        day += DAY
    return day


def add_workdays(day, count):
    """Return the working day that is ``count`` working days after ``day``, before it when negative.

    ``day`` itself is not counted (ГК РФ ст. 191). Zero is refused with ValueError: :func:`next_workday` is meant.
    """
    if not count:
        raise ValueError("count a term of at least one working day, or use next_workday()")
    known, step = calendar(), DAY if count > 0 else -DAY
    left = abs(count)
    while left:
        day += step
        left -= known.is_workday(day)
    return day


def workdays_between(first, last):
    """Return how many working days come after ``first`` up to and with ``last``; negative when ``last`` is earlier."""
    if last < first:
        return -workdays_between(last, first)
    known = calendar()
    return sum(known.is_workday(first + DAY * number) for number in range(1, (last - first).days + 1))


def calendar_warning(first, last):
    """Return in Russian what is not sure about the working days from ``first`` to ``last``, or an empty string."""
    known = calendar()
    years = range(first.year, last.year + 1)
    missing = [str(year) for year in years if known.coverage(year) is Coverage.MISSING]
    unsure = [str(year) for year in years if known.coverage(year) is Coverage.UNCONFIRMED]
    said = []
    if missing:
        said.append(f"Производственный календарь на {', '.join(missing)} год не заведён: праздники не учтены.")
    if unsure:
        said.append(f"Переносы выходных на {', '.join(unsure)} год ещё не утверждены: срок может сдвинуться.")
    return " ".join(said)


def years_to_mend(today):
    """Return (year, Coverage) of those that staff should see to: this year, and from October the next one too."""
    known = calendar()
    years = [today.year, today.year + 1] if today.month >= 10 else [today.year]
    return [(year, known.coverage(year)) for year in years if known.coverage(year) is not Coverage.CONFIRMED]


def _read():
    days = CalendarDay.objects.values_list("day", "kind")
    return Calendar(
        exceptions={day: kind == CalendarDay.Kind.WORKING for day, kind in days},
        years=dict(CalendarYear.objects.values_list("number", "confirmed")),
    )
