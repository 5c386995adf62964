"""Voting: the list is closed, ballots come in until their moment, the commission counts, results are approved.

Every act locks the meeting first, so that what comes at the moment of closing is either counted or refused, by the
server's clock (REQ-3.2.2.N8). A step that does not follow from the state raises ValidationError and changes nothing.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from lk_addon.accounts.queries import mandates_in_force
from lk_addon.meetings import announcing
from lk_addon.meetings.counting import count_votes, turnout, with_participation
from lk_addon.meetings.domain.meeting import locked, record, set_minutes, settle_letters, tell_members
from lk_addon.meetings.models import Ballot, Choice, ElectorEntry, HallCount, ItemResult, Meeting
from lk_addon.registry.audience import members_addressed
from lk_addon.registry.models import Member

State, Way = Meeting.State, Ballot.Way
CHOICES = {*Choice.values, ""}


@transaction.atomic
def open_voting(*, meeting, actor):
    """Close the list of those who may vote, as membership is today, and let ballots come in.

    Raises ValidationError where nothing is voted on, nobody may vote, or the moment for ballots has passed.
    """
    meeting = locked(meeting, State.ANNOUNCED)
    if not any(item.is_voted for item in meeting.items.all()):
        raise ValidationError("В повестке нет вопросов с проектом решения: голосовать не по чему.", code="agenda")
    if meeting.ballot_deadline and not meeting.ballots_end_ahead:
        raise ValidationError("Срок приёма бюллетеней прошёл: перенесите его.", code="deadline")
    members = members_addressed(meeting).distinct().values_list("pk", flat=True)
    electors = ElectorEntry.objects.bulk_create(
        (ElectorEntry(meeting=meeting, member_id=pk) for pk in members), batch_size=1000
    )
    if not electors:
        raise ValidationError("Голосовать некому: список членов пуст.", code="nobody")
    meeting.state, meeting.voting_opened_at = State.VOTING, timezone.now()
    meeting.elector_count = len(electors)
    meeting.save(update_fields=["state", "voting_opened_at", "elector_count", "updated_at"])
    if meeting.ballot_deadline:
        tell_members(meeting, f"Голосование открыто: {meeting.title}", announcing.voting_opened(meeting), actor)
    record("meeting.voting_opened", meeting, actor, electors=len(electors))
    return meeting


@transaction.atomic
def cast_ballot(*, letter, meeting, way, actor):
    """Take in the ballot that ``letter`` brings, in the transaction that sends it; ``way`` is electronic or scan.

    A corrected letter takes the place of the first where the meeting allows that. Raises ValidationError after the
    last moment, for a member that may not vote, and for a second ballot.
    """
    meeting, member = locked(meeting, State.VOTING), letter.thread.member
    if not meeting.ballots_end_ahead:
        raise ValidationError("Приём бюллетеней закончен: этот не принят.", code="late")
    if not meeting.electors.filter(member=member).exists():
        raise ValidationError("Организации нет в списке имеющих право голоса на этом собрании.", code="elector")
    if Ballot.objects.counted().filter(letter__thread=letter.thread_id).exclude(meeting=meeting).exists():
        raise ValidationError("Прежний бюллетень подан по другому собранию: исправляют только его.", code="meeting")
    ballot = meeting.ballots.counted().select_related("letter").filter(member=member).first()
    if ballot and not (meeting.may_vote_again and ballot.letter and ballot.letter.thread_id == letter.thread_id):
        raise ValidationError("Бюллетень этой организации уже принят, второй не принимается.", code="second")
    if ballot is None:
        ballot = Ballot(meeting=meeting, member=member)
    ballot.letter, ballot.way, ballot.cast_at = letter, way, letter.sent_at
    ballot.login_label, ballot.basis = letter.author_label, authority_of(actor, member)
    ballot.save()
    record("ballot.cast", meeting, actor, ballot, member=member.registration_number, way=way, digest=letter.digest)
    return ballot


def authority_of(user, member):
    """Return in words by what ``user`` acts for ``member``; no name of a person."""
    mandate = mandates_in_force(user).filter(member=member).first()
    if mandate is None:
        return "не указано"
    number = f" №\u00a0{mandate.basis_number}" if mandate.basis_number else ""
    day = f" от {mandate.basis_date:%d.%m.%Y}" if mandate.basis_date else ""
    return f"{mandate.get_basis_display()}{number}{day}"


@transaction.atomic
def withdraw_ballot(*, ballot, actor):
    """Take a ballot back with its letter; the member may send another until the last moment."""
    meeting = locked(ballot.meeting, State.VOTING)
    if not (meeting.may_vote_again and meeting.ballots_end_ahead):
        raise ValidationError("Бюллетень отозвать нельзя.", code="final")
    ballot.withdrawn_at = timezone.now()
    ballot.save(update_fields=["withdrawn_at"])
    record("ballot.withdrawn", meeting, actor, ballot, member=ballot.member.registration_number)
    return ballot


@transaction.atomic
def close_voting(*, meeting, actor):
    """End the voting: totals may be seen from now on. Raises ValidationError while ballots are still taken in.

    Before that moment it ends only when every member on the list has sent its ballot, and none may replace it.
    """
    meeting = locked(meeting, State.VOTING)
    waiting = with_participation(meeting.electors.order_by()).filter(has_voted=False)
    if meeting.ballots_end_ahead and (meeting.may_vote_again or waiting.exists()):
        raise ValidationError("Бюллетени ещё принимаются: закрыть голосование можно после срока приёма.", code="early")
    if not meeting.ballot_deadline and meeting.starts_at > timezone.now():
        raise ValidationError("Собрание ещё не началось.", code="early")
    meeting.state, meeting.voting_closed_at = State.COUNTING, timezone.now()
    meeting.save(update_fields=["state", "voting_closed_at", "updated_at"])
    settle_letters(meeting)
    record("meeting.voting_closed", meeting, actor, ballots=meeting.ballots.counted().count())
    return meeting


@transaction.atomic
def remind(*, meeting, actor):
    """Remind those who have not voted, by a notice. Raises ValidationError where there is nobody to remind."""
    meeting = locked(meeting, State.VOTING)
    if not meeting.takes_ballots:
        raise ValidationError("Бюллетени сейчас не принимаются.", code="late")
    silent = with_participation(meeting.electors.order_by()).filter(has_voted=False)
    members = list(Member.objects.acting().filter(pk__in=silent.values("member")))
    if not members:
        raise ValidationError("Напоминать некому: проголосовали все.", code="nobody")
    tell_members(meeting, f"Проголосуйте: {meeting.title}", announcing.reminder(meeting), actor, members)
    record("meeting.reminded", meeting, actor, count=len(members))
    return members


@transaction.atomic
def enter_paper_ballot(*, meeting, member, basis, choices, actor):
    """Enter a ballot that was handed in on paper; ``choices`` maps items to a :class:`Choice`, empty: invalid.

    Raises ValidationError for a member that may not vote or has voted already: one ballot of a member.
    """
    meeting = locked(meeting, State.VOTING, State.COUNTING)
    if not meeting.electors.filter(member=member).exists():
        raise ValidationError({"member": "Этого члена СРО нет в списке имеющих право голоса."})
    known = meeting.ballots.counted().filter(member=member).first()
    if known:
        raise ValidationError({"member": f"Бюллетень уже есть: подан {known.get_way_display()}."})
    ballot = Ballot(meeting=meeting, member=member, way=Way.PAPER, basis=basis)
    _set_choices(ballot, meeting, choices, actor)
    record("ballot.entered", meeting, actor, ballot, member=member.registration_number)
    return ballot


@transaction.atomic
def read_scan(*, ballot, choices, actor):
    """Note what a scan says, after the voting; a mistake is mended by reading it again, until results are approved."""
    meeting = locked(ballot.meeting, State.COUNTING)
    ballot = meeting.ballots.select_for_update(no_key=True, of=("self",)).select_related("member").get(pk=ballot.pk)
    if ballot.way == Way.ELECTRONIC or ballot.withdrawn_at:
        raise ValidationError("Этот бюллетень вносить вручную нельзя.", code="way")
    again = ballot.read_at is not None
    _set_choices(ballot, meeting, choices, actor)
    record("ballot.read", meeting, actor, ballot, member=ballot.member.registration_number, again=again)
    return ballot


def _set_choices(ballot, meeting, choices, actor):
    items = [item for item in meeting.items.all() if item.is_on_ballot]
    said = {f"item_{item.pk}": choices.get(item, "") for item in items}
    if not set(said.values()) <= CHOICES:
        raise ValidationError("Неизвестный вариант голосования.", code="choice")
    ballot.choices, ballot.read_at, ballot.read_by = said, timezone.now(), actor
    ballot.save()


@transaction.atomic
def note_hall(*, meeting, item, votes, actor):
    """Note the sums that the commission counted in the hall upon ``item``; ``votes`` by the names of the fields.

    Raises ValidationError where there are more votes than members who could vote in the hall.
    """
    meeting = locked(meeting, State.COUNTING)
    item = meeting.items.get(pk=item.pk)
    if not item.is_voted:
        raise ValidationError("Этот вопрос не ставится на голосование.", code="item")
    hall = HallCount.objects.filter(item=item).first() or HallCount(item=item)
    for name, count in votes.items():
        setattr(hall, name, count)
    hall.noted_at, hall.noted_by = timezone.now(), actor
    _demand_within_hall(meeting, item, hall.total)
    hall.full_clean()
    hall.save()
    record("meeting.hall_counted", meeting, actor, question=item.number, votes=hall.total)
    return hall


def hall_electors(meeting, item):
    """Return how many members may vote on ``item`` in the hall: who came, without those whose ballot asks about it."""
    came = with_participation(meeting.electors.order_by()).filter(attends=True)
    return (came if item.is_secret else came.filter(has_voted=False)).count()


def _demand_within_hall(meeting, item, total):
    most = hall_electors(meeting, item)
    if total > most:
        raise ValidationError(
            f"Вопрос {item.number}: в зале могли проголосовать {most}, а внесено голосов {total}. Проверьте "
            "регистрацию: кто подал бюллетень, второй раз в зале не голосует.",
            code="many",
        )


@transaction.atomic
def approve_results(*, meeting, minutes_no, minutes_date, minutes_file, actor):
    """Approve what was counted: with a quorum the meeting was held, without it it failed. Nothing changes after that.

    Raises ValidationError while a scan is unread or the hall's sums do not agree with who came.
    """
    meeting = locked(meeting, State.COUNTING)
    unread = meeting.ballots.unread().count()
    if unread:
        raise ValidationError(f"Не прочитаны сканы бюллетеней: {unread}. Они на странице собрания.", code="scan")
    for hall in HallCount.objects.filter(item__meeting=meeting).select_related("item"):
        _demand_within_hall(meeting, hall.item, hall.total)
    results, part = count_votes(meeting), turnout(meeting)
    ItemResult.objects.bulk_create(results)
    meeting.present_count, meeting.elector_count = part.present, part.electors
    set_minutes(meeting, minutes_no, minutes_date, minutes_file)
    meeting.state = State.HELD if part.has_quorum else State.FAILED
    meeting.full_clean()
    meeting.save()
    tell_members(meeting, f"Итоги: {meeting.title}", announcing.outcome(meeting, results), actor)
    adopted = [result.item.number for result in results if result.is_adopted]
    record("meeting.results_approved", meeting, actor, present=part.present, electors=part.electors, adopted=adopted)
    return meeting
