"""Duties laid out for reading: by month as a list, one month as a grid."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from cms.workdays.queries import calendar as work_calendar
from lk_addon.cabinet.duties import Duty, duties_of

WEEKS = calendar.Calendar()
LISTED = timedelta(days=365)
MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Cell:
    """A day of the grid."""

    day: date
    inside: bool
    working: bool
    duties: list[Duty]


def month_of(text, today):
    """Return the first day of the month written «2026-11», this month for anything else."""
    match = MONTH.fullmatch(text or "")
    return date(int(match[1]), int(match[2]), 1) if match else today.replace(day=1)


def listed(member, today):
    """Return (first day of month, duties) from the beginning of this month for a year ahead."""
    found = duties_of(member, today.replace(day=1), today + LISTED)
    return [(month, list(duties)) for month, duties in groupby(found, key=lambda duty: duty.on.replace(day=1))]


def grid(member, month):
    """Return the weeks of ``month`` as lists of seven cells, with the duties of each day."""
    weeks = WEEKS.monthdatescalendar(month.year, month.month)
    known = work_calendar()
    by_day = {}
    for duty in duties_of(member, weeks[0][0], weeks[-1][-1]):
        by_day.setdefault(duty.on, []).append(duty)
    return [
        [Cell(day, day.month == month.month, known.is_workday(day), by_day.get(day, [])) for day in week]
        for week in weeks
    ]


def neighbours(month):
    """Return the months before and after."""
    return (month - timedelta(days=1)).replace(day=1), (month + timedelta(days=32)).replace(day=1)
