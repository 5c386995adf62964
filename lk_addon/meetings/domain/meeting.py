"""The way of a meeting: draft → announced → (voting → counting →) held or failed; cancelled until it is over.

Members learn of each step that concerns them by a notice in their cabinets, which goes in the same transaction.
A step that does not follow from the state raises ValidationError in Russian and changes nothing.
"""

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cms.audit import domain as audit
from cms.outbox.domain import enqueue
from lk_addon.cabinet.departments import MEETINGS_DEPARTMENT
from lk_addon.correspondence.domain.notices import confirm_notice, save_notice
from lk_addon.correspondence.models import Notice, Thread
from lk_addon.meetings import announcing
from lk_addon.meetings.models import Material, Meeting
from lk_addon.registry.audience import members_addressed
from lk_addon.registry.domain.law import supersede

State, SETTLE = Meeting.State, "meetings.settle"


def locked(meeting, *states):
    """Return the row locked, as it is now. Raises ValidationError unless it is in one of ``states``."""
    meeting = Meeting.objects.select_for_update(no_key=True, of=("self",)).get(pk=meeting.pk)
    if meeting.state not in states:
        names = " или ".join(f"«{state.label}»" for state in states)
        raise ValidationError(
            f"Собрание сейчас в состоянии «{meeting.get_state_display()}», а это возможно только в состоянии {names}.",
            code="state",
        )
    return meeting


def record(action, meeting, actor, obj=None, **data):
    """Write to the journal what was done to a meeting, or to ``obj`` of it."""
    audit.record(action, actor=actor, obj=obj or meeting, meeting=str(meeting), **data)


@transaction.atomic
def save_meeting(*, meeting, actor, changed=()):
    """Store a draft with the agenda and materials set on it; after the announcement it is moved or cancelled.

    Raises ValidationError for what is not well formed and for a meeting that was announced.
    """
    if meeting.pk:
        locked(meeting, State.DRAFT)
    meeting.full_clean()
    items = list(meeting.items.all())
    for part in (*items, *meeting.materials.all()):
        part.full_clean(exclude=["meeting"])
    if len({item.number for item in items}) < len(items):
        raise ValidationError("Номера вопросов повестки не повторяются.", code="numbers")
    meeting.save()
    record("meeting.saved", meeting, actor, changed=sorted(changed))
    return meeting


@transaction.atomic
def announce(*, meeting, actor):
    """Call the meeting: the members whom it concerns are told by a notice, agenda and drafts stay as they are.

    Raises ValidationError for a meeting in the past, and for one that could not be held as it is described.
    """
    meeting = locked(meeting, State.DRAFT)
    _demand_announceable(meeting)
    if meeting.audience == Meeting.Audience.FILTER:  # who is invited does not change with a level
        meeting.members.set(members_addressed(meeting))
    meeting.notice = tell_members(meeting, f"Извещение: {meeting.title}", announcing.announcement(meeting), actor)
    meeting.state, meeting.announced_at = State.ANNOUNCED, timezone.now()
    meeting.save(update_fields=["state", "announced_at", "notice", "updated_at"])
    record("meeting.announced", meeting, actor)
    return meeting


def _demand_announceable(meeting):
    if meeting.starts_at <= timezone.now():
        raise ValidationError("Начало уже прошло: исправьте дату.", code="past")
    items = list(meeting.items.all())
    if meeting.kind == Meeting.Kind.GENERAL and not items:
        raise ValidationError("У общего собрания должна быть повестка дня.", code="agenda")
    if meeting.ballot_deadline and meeting.ballot_deadline <= timezone.now():
        raise ValidationError("Срок приёма бюллетеней уже прошёл: исправьте его.", code="deadline")
    if meeting.ballot_deadline and not any(item.is_on_ballot for item in items):
        raise ValidationError("Бюллетени принимать не по чему: нет вопросов открытого голосования.", code="agenda")
    secret = [str(item.number) for item in items if item.is_voted and item.is_secret]
    if secret and meeting.form not in Meeting.WITH_PLACE:
        raise ValidationError(
            f"Вопросы тайного голосования ({', '.join(secret)}) решают только на собрании, где члены СРО голосуют "
            "бюллетенями без имени: выберите очную или смешанную форму (ГрК ст. 55.10).",
            code="secret",
        )


def tell_members(meeting, subject, text, actor, members=None):
    """Send a notice to those whom the meeting concerns, or to these ``members`` alone; return it."""
    notice = Notice(
        subject=subject, text=text, department=Group.objects.get(name=MEETINGS_DEPARTMENT), audience=Notice.Audience.ALL
    )
    if members is not None or meeting.audience != Meeting.Audience.ALL:
        notice.audience = Notice.Audience.CHOSEN
    save_notice(notice=notice, files=(), actor=actor)
    notice.members.set(meeting.members.all() if members is None else members)
    expected = members_addressed(notice).distinct().count()
    return confirm_notice(notice=notice, expected=expected, actor=actor)


@transaction.atomic
def move(*, meeting, starts_at, ends_at, place, ballot_deadline, reason, actor):
    """Give an announced meeting another time, place or last moment for ballots; its members are told of the change.

    Raises ValidationError where nothing changes, for the past, and for a moment for ballots that is earlier than the
    one that was announced: who relied on it must not be late.
    """
    meeting = locked(meeting, *Meeting.AHEAD)
    before, promised = list(announcing.facts(meeting)), meeting.ballot_deadline
    meeting.starts_at, meeting.ends_at = starts_at, ends_at
    meeting.place, meeting.ballot_deadline = place, ballot_deadline
    meeting.full_clean()
    if starts_at <= timezone.now():
        raise ValidationError({"starts_at": "Этот день уже прошёл."})
    if meeting.state == State.VOTING and promised and (ballot_deadline is None or ballot_deadline < promised):
        raise ValidationError({"ballot_deadline": "Приём бюллетеней уже идёт: его можно только продлить."})
    if list(announcing.facts(meeting)) == before:
        raise ValidationError("Ничего не изменилось.", code="same")
    meeting.save()
    tell_members(meeting, f"Изменения: {meeting.title}", announcing.moved(meeting, before, reason), actor)
    record("meeting.moved", meeting, actor, reason=reason)
    return meeting


@transaction.atomic
def set_video(*, meeting, video_url, actor):
    """Set the address of the conference; members connect through the cabinet and need no notice of it."""
    meeting = locked(meeting, *Meeting.AHEAD)
    meeting.video_url = video_url
    meeting.full_clean()
    meeting.save(update_fields=["video_url", "updated_at"])
    record("meeting.video_set", meeting, actor)
    return meeting


@transaction.atomic
def cancel(*, meeting, reason, actor):
    """Call the meeting off: members are told, ballots that lie there count for nothing and their letters are closed."""
    meeting = locked(meeting, *Meeting.AHEAD, State.COUNTING)
    meeting.state, meeting.ended_reason = State.CANCELLED, reason
    meeting.save(update_fields=["state", "ended_reason", "updated_at"])
    settle_letters(meeting)
    tell_members(meeting, f"Отменено: {meeting.title}", announcing.called_off(meeting, reason), actor)
    record("meeting.cancelled", meeting, actor, reason=reason)
    return meeting


def settle_letters(meeting):
    """Have the letters by which ballots came settled: they wait for nothing more.

    The worker does it: who sends a ballot locks its thread before the meeting, so that nobody may lock them the
    other way round.
    """
    enqueue(SETTLE, key=f"{SETTLE}:{meeting.pk}", meeting=meeting.pk)


def settle(meeting):
    """Settle them; done twice it changes nothing."""
    threads = Thread.objects.filter(letters__ballot__meeting=meeting, state__in=Thread.OPEN)
    now = timezone.now()
    Thread.objects.filter(pk__in=threads.values("pk")).update(state=Thread.State.COMPLETED, closed_at=now)


@transaction.atomic
def add_material(*, meeting, title, file, actor):
    """Put a paper to a meeting that was announced: for it, or of what was said there. Returns the Material."""
    meeting = locked(meeting, *Meeting.AHEAD, State.COUNTING, State.HELD, State.FAILED)
    material = Material(meeting=meeting, title=title, file=file)
    material.full_clean()
    material.save()
    record("meeting.material_added", meeting, actor, title=title)
    return material


@transaction.atomic
def hold(*, meeting, minutes_no, minutes_date, minutes_file, actor):
    """Note that a meeting at which nothing was put to the vote took place; its minutes may be added, whole."""
    meeting = locked(meeting, State.ANNOUNCED)
    if any(item.is_voted for item in meeting.items.all()):
        raise ValidationError("По повестке голосуют: откройте голосование и подведите его итоги.", code="voted")
    if meeting.starts_at > timezone.now():
        raise ValidationError("Собрание ещё не началось.", code="early")
    set_minutes(meeting, minutes_no, minutes_date, minutes_file)
    meeting.state = State.HELD
    meeting.full_clean()
    meeting.save()
    record("meeting.held", meeting, actor)
    return meeting


def set_minutes(meeting, number, day, file):
    """Set the minutes (not saved)."""
    meeting.minutes_no, meeting.minutes_date, meeting.minutes_file = number, day, file or ""


def save_terms(*, terms, actor):
    """Store rules of meetings. Raises ValidationError for rules that are in force or were."""
    return supersede(row=terms, actor=actor, action="meeting_terms.saved")
