"""Whether members tell of changes in time: three working days after the event, as rows of law say (REQ-L.4)."""

from dataclasses import dataclass
from datetime import date

from cms.workdays.queries import workdays_between
from lk_addon.registry.models import LegalTerm


@dataclass(frozen=True)
class Report:
    """When a member told of an event, and by which day it had to; ``days_late`` are working days."""

    reported_on: date | None
    deadline: date | None

    @property
    def late(self):
        """Whether the deadline was missed."""
        return bool(self.reported_on and self.deadline and self.reported_on > self.deadline)

    @property
    def days_late(self):
        """How many working days too late."""
        return workdays_between(self.deadline, self.reported_on) if self.late else 0


class ReportTerms:
    """The term to report a change, as it was on each day: one query for any number of changes."""

    def __init__(self):
        self.rows = list(LegalTerm.objects.filter(code=LegalTerm.Code.REGISTER_CHANGE))

    def on(self, day):
        """Return the :class:`LegalTerm` in force on that day, or None."""
        return next(
            (row for row in self.rows if row.valid_from <= day and (row.valid_to is None or row.valid_to >= day)), None
        )

    def report(self, *, event_on, reported_on):
        """Return the :class:`Report` of an event; without its day there is no deadline."""
        term = event_on and self.on(event_on)
        return Report(reported_on, term.deadline(event_on) if term else None)
