"""Outages of the cabinet and the terms of members that they move.

The rule: when the cabinet was unavailable at any time of the last day of a member's term, the term ends on the next
working day after the outage. A term is stored as it was set and moved whenever it is looked at, so that a notice
that staff correct, prolong or cancel is right at once.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from cms.core import request_memory
from cms.workdays.queries import next_workday, workdays_between
from home.outages.forms import window_text
from home.outages.models import OutageNotice
from home.outages.models.notice import Effect
from home.outages.queries import visible
from lk_addon.cabinet.services import outage_code

#: Services without which a member can send nothing.
SENDING = ("cabinet", outage_code("correspondence"))
DAY = timedelta(days=1)
MEMORY = "correspondence:outages"


@dataclass(frozen=True)
class Term:
    """The last day of a member's term: ``on`` as it holds, ``was`` before an outage moved it, and that outage."""

    on: date
    was: date | None = None
    outage: OutageNotice | None = None

    @property
    def is_moved(self):
        """Whether an outage moved it."""
        return self.outage is not None

    @property
    def why(self):
        """The rule in words, for a place beside the term; empty where nothing moved it."""
        if self.outage is None:
            return ""
        window = window_text(self.outage.starts_at, self.outage.ends_at)
        return f"перенесён с {self.was:%d.%m.%Y}: кабинет был недоступен {window} (МСК)"


def cabinet_outages():
    """Return notices of outages that closed the cabinet or correspondence, begun already, the latest first."""
    return (
        visible()
        .filter(
            effect=Effect.SUSPENDED, services__overlap=list(SENDING), cancelled_at=None, starts_at__lte=timezone.now()
        )
        .order_by("-starts_at", "-pk")
    )


def ended_outages():
    """Return those that are over: certificates are issued of them."""
    return cabinet_outages().filter(ends_at__lte=timezone.now())


def member_term(due):
    """Return the :class:`Term` of a member that was to end on ``due``, None for None. One query in a request."""
    if due is None:
        return None
    outages = request_memory.once(MEMORY, lambda: list(cabinet_outages()))
    term = Term(due)
    while outage := _covering(outages, term.on):
        term = Term(_day_after(outage), due, outage)
    return term


def days_late(due):
    """Return by how many working days a term that was to end on ``due`` has passed today; 0 while it has not."""
    term, today = member_term(due), timezone.localdate()
    return workdays_between(term.on, today) if term and term.on < today else 0


def _covering(outages, day):
    """Return the outage during ``day`` that ends last; one without an end has lasted until now."""
    begins, ends = _midnight(day), _midnight(day + DAY)
    found = [one for one in outages if one.starts_at < ends and _end(one) > begins]
    return max(found, key=_end, default=None)


def _day_after(outage):
    return next_workday(timezone.localdate(_end(outage)) + DAY)


def _end(outage):
    return outage.ends_at or timezone.now()


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))
