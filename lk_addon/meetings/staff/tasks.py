"""What waits for those who hold meetings (REQ-L.6)."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from cms.workdays.periods import years_later
from lk_addon.cabinet.staff_tasks import StaffTask
from lk_addon.meetings.counting import terms_on
from lk_addon.meetings.models import Ballot, Meeting
from lk_addon.meetings.queries import last_general
from lk_addon.meetings.staff.acts import CONDUCT, COUNT

State = Meeting.State
AHEAD = timedelta(days=60)  # how early the yearly meeting is called to mind


def meeting_tasks(user):
    """Yield what is late: the yearly meeting, voting that was not closed, scans that nobody has read, results."""
    meetings, now = reverse("meetings_meeting_modeladmin_index"), timezone.now()
    if user.has_perm(CONDUCT):
        yield StaffTask(int(is_general_due()), "пора назначить общее собрание членов СРО", meetings, overdue=True)
        passed = Meeting.objects.filter(state=State.ANNOUNCED, starts_at__lt=now).count()
        address = f"{meetings}?state__exact=announced"
        yield StaffTask(passed, "собраний прошло без отметки об итогах", address, overdue=True)
    if user.has_perm(COUNT):
        late = Meeting.objects.filter(state=State.VOTING, ballot_deadline__lt=now).count()
        yield StaffTask(late, "голосований пора закрыть", f"{meetings}?state__exact=voting", overdue=True)
        counting = f"{meetings}?state__exact=counting"
        scans = Ballot.objects.unread().filter(meeting__state=State.COUNTING)
        yield StaffTask(scans.count(), "сканов бюллетеней ждут прочтения", counting)
        yield StaffTask(Meeting.objects.filter(state=State.COUNTING).count(), "собраний ждут итогов", counting)


def is_general_due():
    """Whether the next general meeting must be held soon and none is called (24-ФЗ: late meetings are fined)."""
    today = timezone.localdate()
    last = last_general()
    called = Meeting.objects.filter(kind=Meeting.Kind.GENERAL).exclude(state__in=Meeting.FINAL).exists()
    if last is None or called:
        return not called
    due = years_later(timezone.localdate(last), terms_on(today).at_least_every_years)
    return due - AHEAD <= today
