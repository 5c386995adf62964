"""Meetings brought to a state by the steps that staff make."""

from datetime import timedelta

from django.utils import timezone

from lk_addon.meetings.domain import meeting, voting
from lk_addon.meetings.models import AgendaItem, Meeting
from tests.factories.correspondence import sent_letter

#: question, draft of the decision, secret, majority
AGENDA = [
    ("О смете", "Утвердить смету.", False, AgendaItem.Majority.SIMPLE),
    ("Об уставе", "Утвердить устав.", False, AgendaItem.Majority.QUALIFIED),
    ("О выборах Совета", "Избрать.", True, AgendaItem.Majority.SIMPLE),
]


def ahead(**span):
    """Return the moment so far from now."""
    return timezone.now() + timedelta(**span)


def drafted(*, agenda=AGENDA, materials=(), **fields):
    """A general meeting in ten days of which nobody was told; ballots are taken for nine."""
    fields = {
        "title": "Годовое собрание",
        "form": Meeting.Form.MIXED,
        "place": "Зал",
        "starts_at": ahead(days=10),
        "ballot_deadline": ahead(days=9),
    } | fields
    row = Meeting(**fields)
    row.items.set(
        AgendaItem(number=number, text=text, draft_decision=draft, is_secret=is_secret, majority=majority)
        for number, (text, draft, is_secret, majority) in enumerate(agenda, start=1)
    )
    row.materials.set(materials)
    return meeting.save_meeting(meeting=row, actor=None)


def announced(**fields):
    """Members were told."""
    return meeting.announce(meeting=drafted(**fields), actor=None)


def seminar(**fields):
    """A seminar by video in an hour, without votes."""
    fields = {
        "title": "Семинар",
        "kind": Meeting.Kind.SEMINAR,
        "form": Meeting.Form.REMOTE,
        "starts_at": ahead(hours=1),
        "ballot_deadline": None,
        "video_url": "https://video.example.com/seminar",
    } | fields
    return announced(agenda=(), **fields)


def open_voting(**fields):
    """The list is closed, ballots come in."""
    return voting.open_voting(meeting=announced(**fields), actor=None)


def answers(row, choice="for"):
    """Return what a ballot says where it says the same of every question that it asks."""
    return {f"item_{item.pk}": choice for item in row.items.all() if item.is_on_ballot}


def vote(user, member, row, choice="for", *, label="NSS-0901-1", **values):
    """A ballot through the cabinet. Returns its letter."""
    values = {"meeting": row.pk, "way": "electronic", "confirmed": "on", "subject": "", "text": ""} | values
    if values["way"] == "electronic":
        values = answers(row, choice) | values
    return sent_letter(user, member, code="ballot", label=label, **values)


def over(row):
    """Let the last moment for ballots have passed."""
    Meeting.objects.filter(pk=row.pk).update(ballot_deadline=ahead(seconds=-1))
    row.refresh_from_db()
    return row


def counting(row):
    """The voting is over."""
    return voting.close_voting(meeting=over(row), actor=None)
