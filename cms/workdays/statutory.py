"""The days that the law itself makes non-working, and the transfers of weekends that the government has decreed.

ТК РФ ст. 112: a holiday on a weekend moves that weekend to the next working day, except in January,
where the government chooses. A year without its decree is complete by the law alone and not confirmed.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from cms.workdays.models import CalendarDay

HOLIDAYS = {
    (1, 1): "Новогодние каникулы",
    (1, 2): "Новогодние каникулы",
    (1, 3): "Новогодние каникулы",
    (1, 4): "Новогодние каникулы",
    (1, 5): "Новогодние каникулы",
    (1, 6): "Новогодние каникулы",
    (1, 7): "Рождество Христово",
    (1, 8): "Новогодние каникулы",
    (2, 23): "День защитника Отечества",
    (3, 8): "Международный женский день",
    (5, 1): "Праздник Весны и Труда",
    (5, 9): "День Победы",
    (6, 12): "День России",
    (11, 4): "День народного единства",
}


@dataclass(frozen=True)
class Decree:
    """The government's act on one year: its name, and each weekend with the day that it moves to."""

    ground: str = ""
    transfers: dict[date, date] = field(default_factory=dict)


DECREES = {
    2025: Decree(
        "Постановление Правительства РФ от 04.10.2024 № 1335",
        {
            date(2025, 1, 4): date(2025, 5, 2),
            date(2025, 1, 5): date(2025, 12, 31),
            date(2025, 2, 23): date(2025, 5, 8),
            date(2025, 3, 8): date(2025, 6, 13),
            date(2025, 11, 1): date(2025, 11, 3),
        },
    ),
    2026: Decree(
        "Постановление Правительства РФ от 24.09.2025 № 1466",
        {date(2026, 1, 3): date(2026, 1, 9), date(2026, 1, 4): date(2026, 12, 31)},
    ),
}


def days_of(year):
    """Return the unsaved :class:`CalendarDay` rows of ``year``: holidays, what they push on, what was decreed."""
    decree = DECREES.get(year, Decree())
    titles = {date(year, *day): title for day, title in HOLIDAYS.items()}
    rows = {day: CalendarDay(day=day, title=title) for day, title in titles.items()}
    for day, title in titles.items():
        if day.month > 1 and day.weekday() > 4 and day not in decree.transfers:
            moved = day
            while moved in rows or moved.weekday() > 4:
                moved += timedelta(days=1)
            rows[moved] = CalendarDay(day=moved, title=f"{title}: выходной с {day:%d.%m}")
    for weekend, moved in decree.transfers.items():
        rows[moved] = CalendarDay(day=moved, title=f"Перенос выходного с {weekend:%d.%m}")
        if weekend not in titles:
            rows[weekend] = CalendarDay(
                day=weekend, kind=CalendarDay.Kind.WORKING, title=f"Выходной перенесён на {moved:%d.%m}"
            )
    return sorted(rows.values(), key=lambda row: row.day)
