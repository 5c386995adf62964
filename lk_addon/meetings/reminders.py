"""What meetings tell the dashboard and the calendar of duties."""

from datetime import timedelta

from django.utils import timezone

from lk_addon.cabinet.attention import Attention
from lk_addon.cabinet.duties import Duty
from lk_addon.meetings.models import Meeting
from lk_addon.meetings.queries import calendar_of, may_vote_at

SOON = timedelta(days=7)


def meetings_attention(request):
    """Return the ballots that wait for the member's vote, and the meeting that is near."""
    member, now = request.entrance.member, timezone.now()
    found = []
    for meeting in may_vote_at(member):
        due = timezone.localdate(meeting.ballot_deadline)
        level = "danger" if due <= timezone.localdate() else "warning"
        found.append(Attention(level, f"Проголосуйте: {meeting.title}", "meetings:meeting", (meeting.pk,), due=due))
    coming = (one for one in calendar_of(member) if now <= one.starts_at <= now + SOON)
    near = next((one for one in coming if one.form != Meeting.Form.ABSENTEE), None)
    if near:
        day = timezone.localtime(near.starts_at)
        text = f"{near.title}: {day:%d.%m.%Y} в {day:%H:%M}"
        found.append(Attention("info", text, "meetings:meeting", (near.pk,)))
    return found


def meetings_duties(member, since, until):
    """Yield the days of meetings and the last days for ballots."""
    for meeting in calendar_of(member):
        starts, last = timezone.localdate(meeting.starts_at), meeting.ballot_deadline
        if since <= starts <= until:
            yield Duty(starts, meeting.title, "meetings:meeting", (meeting.pk,), "meeting")
        if last and since <= timezone.localdate(last) <= until:
            title = f"Последний день для бюллетеня: {meeting.title}"
            yield Duty(timezone.localdate(last), title, "meetings:meeting", (meeting.pk,), "meeting")


def next_meeting_tile(request):
    """Return the meeting that comes next (REQ-3.1.V11)."""
    today, coming = timezone.localdate(), calendar_of(request.entrance.member)
    return {"meeting": next((one for one in coming if timezone.localdate(one.starts_at) >= today), None)}
