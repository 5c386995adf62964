"""Periods as accountants write them, in a cell of their own or in the title of a report."""

import re
from datetime import date, timedelta

from django.core.exceptions import ValidationError

from lk_addon.exchange.reading import cells
from lk_addon.finance.periods import ROMAN, quarter_of

DAY = timedelta(days=1)
YEAR_WORD = r"(?: г\w*)?"
SPAN = re.compile(r"(?:с )?(\d{2}\.\d{2}\.\d{4}) ?(?:-|–|—|по) ?(\d{2}\.\d{2}\.\d{4})")
QUARTER = re.compile(r"(?:([1-4])|(i{1,3}|iv)) (?:кв|квартал)\w* (\d{4})" + YEAR_WORD)
MONTH = re.compile(r"([а-я]+) (\d{4})" + YEAR_WORD)
MONTHS = re.compile(rf"([а-я]+) (\d{{4}}){YEAR_WORD} ([а-я]+) (\d{{4}}){YEAR_WORD}")
PART_OF_YEAR = re.compile(r"([12]) полугоди\w* (\d{4})" + YEAR_WORD)
FROM_NEW_YEAR = re.compile(r"(3|6|9|12) месяц\w* (\d{4})" + YEAR_WORD)
YEAR = re.compile(r"(\d{4})" + YEAR_WORD)


def period(cell):
    """Return the first and last day of a period in words, None for an empty cell. Raises ValidationError."""
    words = cells.text(cell)
    if not words:
        return None
    found = _span(words, SPAN.fullmatch) or _in_words(cells.fold(words))
    if found is None:
        raise ValidationError(f"«{words}» не похоже на период. Примеры: I квартал 2026, март 2026, 2026.")
    return found


def period_of_title(words):
    """Return the first and last day of the period that a line of a report's title names, None where it names none."""
    try:
        if found := _span(words, SPAN.search):
            return found
    except ValidationError:
        return None
    for part in re.findall(r"\bза (.+)$", cells.fold(words)):
        if found := _in_words(part):
            return found
    return None


def _span(words, match):
    found = match(words)
    return (cells.day(found[1]), cells.day(found[2])) if found else None


def _in_words(plain):
    for pattern, days in WORDS:
        if found := pattern.fullmatch(plain):
            return days(*found.groups())
    return None


def _quarter(number, roman, year):
    number = int(number) if number else [one.lower() for one in ROMAN].index(roman) + 1
    return quarter_of(date(int(year), number * 3, 1))


def _months(first_year, first, last_year, last):
    """Return the first day of one month and the last of another, None where a word is no month."""
    if not first or not last:
        return None
    begun = date(int(last_year), last, 1)
    return date(int(first_year), first, 1), (begun + 31 * DAY).replace(day=1) - DAY


def _months_in_words(first, first_year, last, last_year):
    return _months(first_year, cells.month_number(first), last_year, cells.month_number(last))


#: How periods are written, and the days that the parts of each make.
WORDS = (
    (QUARTER, _quarter),
    (PART_OF_YEAR, lambda half, year: _months(year, int(half) * 6 - 5, year, int(half) * 6)),
    (FROM_NEW_YEAR, lambda number, year: _months(year, 1, year, int(number))),
    (MONTHS, _months_in_words),
    (MONTH, lambda month, year: _months_in_words(month, year, month, year)),
    (YEAR, lambda year: _months(year, 1, year, 12)),
)
