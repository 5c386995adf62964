"""Registration of those who take part: at the table of the hall, and by connecting through the cabinet."""

from django.core.exceptions import ValidationError
from django.db import transaction

from lk_addon.meetings.domain.meeting import locked, record
from lk_addon.meetings.domain.voting import authority_of
from lk_addon.meetings.models import Attendance, Meeting
from lk_addon.registry.audience import members_addressed


@transaction.atomic
def register(*, meeting, member, representative, basis, actor):
    """Register who came for ``member``. Raises ValidationError for who is not invited, and for a second time."""
    meeting = locked(meeting, *Meeting.AHEAD, Meeting.State.COUNTING)
    if not is_invited(meeting, member):
        raise ValidationError({"member": "Этот член СРО не приглашён или его нет в списке имеющих право голоса."})
    if meeting.attendances.filter(member=member).exists():
        raise ValidationError({"member": "Этот член СРО уже зарегистрирован."})
    attendance = Attendance(
        meeting=meeting, member=member, representative=representative, basis=basis, registered_by=actor
    )
    attendance.full_clean()
    attendance.save()
    record("attendance.registered", meeting, actor, attendance, member=member.registration_number, way=attendance.way)
    return attendance


def is_invited(meeting, member):
    """Whether ``member`` may take part: by the closed list once there is one, else by the invitation."""
    if meeting.voting_opened_at:
        return meeting.electors.filter(member=member).exists()
    return members_addressed(meeting).filter(pk=member.pk).exists()


@transaction.atomic
def strike(*, attendance, reason, actor):
    """Take a registration back that was made by mistake, while results are not approved."""
    meeting = locked(attendance.meeting, *Meeting.AHEAD, Meeting.State.COUNTING)
    record("attendance.struck", meeting, actor, attendance, member=attendance.member.registration_number, reason=reason)
    attendance.delete()


@transaction.atomic
def connect(*, meeting, member, login_label, actor):
    """Note that a representative of ``member`` connects, once; returns the Attendance.

    Raises ValidationError while the room is closed, and for who is not invited.
    """
    meeting = locked(meeting, *Meeting.AHEAD)
    if not meeting.is_room_open:
        raise ValidationError("Подключиться можно незадолго до начала.", code="closed")
    if not is_invited(meeting, member):
        raise ValidationError("Организация не приглашена на это собрание.", code="uninvited")
    known = meeting.attendances.filter(member=member).first()
    if known:
        return known
    attendance = Attendance.objects.create(
        meeting=meeting,
        member=member,
        way=Attendance.Way.VIDEO,
        representative=login_label,
        basis=authority_of(actor, member),
        registered_by=actor,
    )
    record("attendance.registered", meeting, actor, attendance, member=member.registration_number, way=attendance.way)
    return attendance
