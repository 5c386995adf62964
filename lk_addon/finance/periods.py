"""Periods for which fees are charged, in words."""

from datetime import date, timedelta

from django.utils.formats import date_format

ROMAN = ("I", "II", "III", "IV")


def quarter_of(day):
    """Return the first and the last day of the calendar quarter of ``day``."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    after = date(first.year + first.month // 10, (first.month + 3 - 1) % 12 + 1, 1)
    return first, after - timedelta(days=1)


def quarter_label(day):
    """Name the quarter of ``day``: «I квартал 2026 г.»."""
    return f"{ROMAN[(day.month - 1) // 3]} квартал {day.year} г."


def period_label(start, end):
    """Name the days from ``start`` to ``end`` inclusive: a month, quarter or year by its name, others by their ends."""
    if _ends_month(end) and start.day == 1 and start.year == end.year:
        if start.month == end.month:
            return f"{date_format(start, 'F').lower()} {start.year} г."
        if (start, end) == quarter_of(start):
            return quarter_label(start)
        if (start.month, end.month) == (1, 12):
            return f"{start.year} г."
    beginning = date_format(start, "j E" if start.year == end.year else "j E Y г.")
    return f"с {beginning} по {date_format(end, 'j E Y г.')}"


def _ends_month(day):
    return (day + timedelta(days=1)).day == 1
