"""Invented meetings: one that votes now, one ahead, one held a year ago, one called off."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from cms.core.demo import demo_paper
from cms.core.signals import demo_requested
from cms.core.uploads import OwnFile
from cms.users.models import User
from lk_addon.meetings.domain import attendance, meeting, voting
from lk_addon.meetings.models import AgendaItem, Choice, Material, Meeting
from lk_addon.registry.models import Member

Form, Kind, Majority = Meeting.Form, Meeting.Kind, AgendaItem.Majority
HALL = "119000, г. Москва, Примерная улица, д. 1, зал 2"
#: question, draft of the decision, secret, majority
YEARLY = [
    ("Об отчёте Совета за прошлый год", "Утвердить отчёт Совета.", False, Majority.SIMPLE),
    ("О смете на следующий год", "Утвердить смету доходов и расходов.", False, Majority.SIMPLE),
    ("О внесении изменений в устав", "Утвердить устав в новой редакции.", False, Majority.QUALIFIED),
    ("О выборах члена Совета", "Избрать в Совет предложенного кандидата.", True, Majority.SIMPLE),
    ("Разное", "", False, Majority.SIMPLE),
]


@receiver(demo_requested)
@transaction.atomic
def load_meetings(**kwargs):
    """Bring them once."""
    if Meeting.objects.exists():
        return
    clerk = User.objects.get(email="staff@example.com")
    _load_held(clerk)
    voting_now = _announced(
        clerk, "Годовое общее собрание членов СРО", days=20, form=Form.MIXED, place=HALL, items=YEARLY,
        ballots_days=18, video_url="https://video.example.com/sobranie", may_vote_again=True,
    )  # fmt: skip
    voting.open_voting(meeting=voting_now, actor=clerk)
    _announced(
        clerk, "Семинар: новые правила контроля за договорами", days=6, form=Form.REMOTE, kind=Kind.SEMINAR,
        video_url="https://video.example.com/seminar",
    )  # fmt: skip
    called_off = _announced(
        clerk, "Совещание по страхованию", days=9, form=Form.IN_PERSON, kind=Kind.CONFERENCE, place=HALL
    )
    meeting.cancel(meeting=called_off, reason="Болезнь докладчика.", actor=clerk)


def _announced(clerk, title, **fields):
    return meeting.announce(meeting=_drafted(clerk, title, **fields), actor=clerk)


def _drafted(clerk, title, *, days, items=(), ballots_days=None, **fields):
    row = Meeting(title=title, starts_at=_at(days, 11), **fields)
    if ballots_days:
        row.ballot_deadline = _at(ballots_days, 18)
    row.items.set(
        AgendaItem(number=number, text=text, draft_decision=draft, is_secret=is_secret, majority=majority)
        for number, (text, draft, is_secret, majority) in enumerate(items, start=1)
    )
    if items:
        row.materials.set([Material(title="Проекты решений", file=_file("Проекты решений"))])
    return meeting.save_meeting(meeting=row, actor=clerk)


def _at(days, hour):
    """Return the moment so many days from today at that hour in Moscow."""
    return timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=days), time(hour)))


def _file(title):
    page = f"<meta charset='utf-8'><h1>{title}</h1><p>Составлено для показа: сведения вымышлены.</p>"
    return OwnFile(demo_paper(page), name=f"{title}.pdf")


def _load_held(clerk):
    """Hold last year's meeting; nobody is told today of what was long ago."""
    row = _drafted(clerk, "Внеочередное общее собрание членов СРО", days=-300, form=Form.IN_PERSON, place=HALL,
                   items=YEARLY[1:4])  # fmt: skip
    Meeting.objects.filter(pk=row.pk).update(state=Meeting.State.ANNOUNCED, announced_at=_at(-330, 11))
    row = voting.open_voting(meeting=row, actor=clerk)
    for elector in row.electors.select_related("member"):
        attendance.register(
            meeting=row, member=elector.member, representative="Представитель по доверенности",
            basis="Доверенность № 1", actor=clerk,
        )  # fmt: skip
    first = Member.objects.get(registration_number="0901")
    choices = {item: Choice.FOR for item in row.items.all() if item.is_on_ballot}
    voting.enter_paper_ballot(meeting=row, member=first, basis="Устав", choices=choices, actor=clerk)
    voting.close_voting(meeting=row, actor=clerk)
    for item in row.items.all():
        votes = {"votes_for": voting.hall_electors(row, item) - 1, "against": 1, "abstained": 0, "invalid": 0}
        voting.note_hall(meeting=row, item=item, votes=votes, actor=clerk)
    voting.approve_results(
        meeting=row, minutes_no="1", minutes_date=_at(-298, 11).date(), minutes_file=_file("Протокол"), actor=clerk
    )
