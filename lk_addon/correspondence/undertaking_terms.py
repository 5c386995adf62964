"""Promises of letters where people look: the member's calendar and dashboard, what waits for staff."""

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from lk_addon.cabinet.attention import Attention
from lk_addon.cabinet.duties import Duty
from lk_addon.cabinet.staff_tasks import StaffTask
from lk_addon.correspondence.queries import undertakings_for_staff, undertakings_of

AHEAD = timedelta(days=7)


def undertaking_terms(member, since, until):
    """Yield the days by which promises of letters are to be kept; the title says nothing of what was promised."""
    for row in undertakings_of(member).waiting().due_between(since, until):
        title = f"Исполнить обязательство по письму {row.letter}"
        yield Duty(row.due_on, title, "correspondence:thread", (row.thread_id,), "undertaking")


def undertakings_near(request):
    """Remind the member of promises whose day is near or has passed."""
    today = timezone.localdate()
    rows = undertakings_of(request.entrance.member).waiting().filter(due_on__lte=today + AHEAD)
    return [
        Attention(
            "danger" if row.is_late else "warning",
            f"Исполните обязательство по письму {row.letter}",
            "correspondence:thread",
            (row.thread_id,),
            row.due_on,
        )
        for row in rows[:5]
    ]


def undertaking_tasks(user):
    """Count promises whose day is near, and those whose day has passed."""
    if not user.has_perm("correspondence.view_undertaking"):
        return
    today, address = timezone.localdate(), reverse("correspondence_undertaking_modeladmin_index")
    rows = undertakings_for_staff(user).waiting()
    late, near = Q(due_on__lt=today), Q(due_on__range=(today, today + AHEAD))
    yield StaffTask(
        rows.filter(late).count(), "обязательств по письмам не исполнены в срок", f"{address}?state=late", overdue=True
    )
    yield StaffTask(rows.filter(near).count(), "обязательств по письмам скоро исполнить", f"{address}?state=near")
