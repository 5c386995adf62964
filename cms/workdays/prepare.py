"""The years that every installation begins with."""

from django.dispatch import receiver

from cms.core.signals import prepare_requested
from cms.users.groups import ADMINISTRATORS, grant
from cms.workdays.domain import open_year
from cms.workdays.models import CalendarYear

FIRST_YEARS = (2025, 2026, 2027)


@receiver(prepare_requested)
def prepare_calendar(**kwargs):
    """Open the first years that are missing, and let administrators edit the calendar."""
    known = set(CalendarYear.objects.values_list("number", flat=True))
    for number in FIRST_YEARS:
        if number not in known:
            open_year(number=number, actor=None)
    grant(ADMINISTRATORS, *(f"workdays.{act}_calendaryear" for act in ("add", "change", "delete")))
