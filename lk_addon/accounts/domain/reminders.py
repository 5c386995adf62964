"""Reminders that a mandate is about to end: to its holder and to staff, once for each term and distance (REQ-2.1.e)."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from cms.outbox import domain as outbox
from cms.outbox.handlers import handler
from lk_addon.accounts import letters
from lk_addon.accounts.models import Mandate, MandateReminder
from lk_addon.accounts.queries import mandates_ending, staff_with
from lk_addon.accounts.rules import may_enter
from lk_addon.cabinet.letters import queue_letter

DISTANCES = (30, 7)  # days before the last one
REMIND = "accounts.remind_of_term"


def queue_reminders(today=None):
    """Queue the reminders that are due today; a day on which this did not run is made up for.

    Somebody whose term begins nearer to its end than a distance is not reminded of that distance.
    """
    today = today or timezone.localdate()
    for mandate in mandates_ending(today, today + timedelta(days=max(DISTANCES))):
        if not may_enter(mandate.user, mandate.member):
            continue
        left = (mandate.valid_to - today).days
        days = min(distance for distance in DISTANCES if left <= distance)
        outbox.enqueue(
            REMIND,
            key=f"{REMIND}:{mandate.pk}:{mandate.valid_to}:{days}",
            mandate_id=mandate.pk,
            valid_to=mandate.valid_to.isoformat(),
            days=days,
        )


@handler(REMIND)
@transaction.atomic
def remind(*, mandate_id, valid_to, days):
    """Queue both letters, unless it was done before or the mandate was extended, ended or suspended meanwhile."""
    mandate = (
        Mandate.objects.select_for_update(no_key=True, of=("self",)).select_related("member", "user").get(pk=mandate_id)
    )
    ends = date.fromisoformat(valid_to)
    if mandate.valid_to != ends or not may_enter(mandate.user, mandate.member):
        return
    _row, first_time = MandateReminder.objects.get_or_create(mandate=mandate, valid_to=ends, days=days)
    if not first_time:
        return
    context = {"mandate": mandate.pk}
    dies = timezone.now() + timedelta(days=days + 1)
    queue_letter(letters.MANDATE_ENDS, to=mandate.user.email, context=context, expires_at=dies)
    for employee in staff_with("accounts.extend_mandate"):
        queue_letter(letters.MANDATE_ENDS_STAFF, to=employee.email, context=context, expires_at=dies)
