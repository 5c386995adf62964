"""Opening a year of the production calendar."""

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import log

from cms.workdays import statutory
from cms.workdays.models import CalendarDay, CalendarYear


@transaction.atomic
def open_year(*, number, actor):
    """Make the calendar of ``number`` from the law's days and the decree that we know; staff complete it.

    Raises ValidationError for a year that no calendar is kept of, and when the year is there already: what staff
    entered is never overwritten.
    """
    CalendarYear(number=number).clean_fields()
    decree = statutory.DECREES.get(number)
    year, created = CalendarYear.objects.get_or_create(
        number=number, defaults={"confirmed": decree is not None, "ground": decree.ground if decree else ""}
    )
    if not created:
        raise ValidationError(f"Календарь на {number} год уже заведён.")
    rows = statutory.days_of(number)
    for row in rows:
        row.year = year
    CalendarDay.objects.bulk_create(rows)
    log(instance=year, action="wagtail.create", user=actor)
    return year
