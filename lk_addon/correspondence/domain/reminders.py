"""Reminders of terms: to staff of the SRO's own, to the member of an answer that the SRO waits for.

Beat asks once a day. A day on which it did not run is made up for; nobody is reminded twice of one distance.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from cms.outbox import domain as outbox
from cms.outbox.handlers import handler
from cms.workdays.queries import add_workdays, workdays_between
from lk_addon.cabinet.letters import queue_letter
from lk_addon.correspondence import letters
from lk_addon.correspondence.domain.answering import locked
from lk_addon.correspondence.models import TermReminder, Thread
from lk_addon.correspondence.recipients import representatives_of, staff_of
from lk_addon.correspondence.unavailability import member_term

REMIND = "correspondence.remind_of_term"
Side = TermReminder.Side
#: Working days before the term, farthest first; -1 is «it has passed».
DISTANCES = {Side.STAFF: (2, 0, -1), Side.MEMBER: (3, 1, 0)}


def queue_reminders(today=None):
    """Queue the reminders that are due today: each names its thread, side, term and distance."""
    today = today or timezone.localdate()
    horizon = add_workdays(today, max(max(distances) for distances in DISTANCES.values()))
    running = Thread.objects.filter(state__in=Thread.OPEN, stopped_on=None, due_on__lte=horizon)
    for key, due in running.values_list("pk", "due_on"):
        _queue(key, Side.STAFF, due, today)
    asked = Thread.objects.filter(state=Thread.State.NEED_INFO, member_due_on__lte=horizon)
    for key, due in asked.values_list("pk", "member_due_on"):
        _queue(key, Side.MEMBER, member_term(due).on, today)


def _queue(thread, side, due, today):
    left = workdays_between(today, due) if due >= today else -1
    reached = [distance for distance in DISTANCES[side] if left <= distance]
    if not reached or (side == Side.MEMBER and left < 0):
        return
    distance = min(reached)
    outbox.enqueue(
        REMIND,
        key=f"{REMIND}:{thread}:{side}:{due}:{distance}",
        thread=str(thread),
        side=str(side),
        due=due.isoformat(),
        workdays=distance,
    )


@handler(REMIND)
@transaction.atomic
def remind(*, thread, side, due, workdays):
    """Queue the mails, unless it was done before or the term is no longer this one."""
    thread, due = locked(Thread(pk=thread)), date.fromisoformat(due)
    if _term(thread, side) != due:
        return
    _row, first_time = TermReminder.objects.get_or_create(thread=thread, side=side, due_on=due, workdays=workdays)
    if not first_time:
        return
    context = {"thread": str(thread.pk), "due": f"{due:%d.%m.%Y}", "workdays": workdays}
    to_staff = side == Side.STAFF
    people = staff_of(thread) if to_staff else representatives_of(thread.member)
    for person in people:
        kind = letters.TERM_FOR_STAFF if to_staff else letters.TERM_FOR_MEMBER
        queue_letter(kind, to=person.email, context=context)


def _term(thread, side):
    """Return the day that the thread's side has to keep now, None where it has none any more."""
    if side == Side.STAFF:
        return thread.due_on if thread.is_open and thread.stopped_on is None else None
    term = member_term(thread.member_due_on) if thread.state == Thread.State.NEED_INFO else None
    return term and term.on
