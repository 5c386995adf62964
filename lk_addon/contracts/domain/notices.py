"""Yearly notices of obligations: taken in, accepted or returned (REQ-3.2.2.N4)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cms.audit import domain as audit
from lk_addon.contracts.models import ObligationNotice
from lk_addon.contracts.obligations import notice_due, year_by_journal
from lk_addon.correspondence.unavailability import member_term

State = ObligationNotice.State


def _record(action, notice, actor, **data):
    number = notice.member.registration_number
    audit.record(action, actor=actor, obj=notice, member=number, year=notice.year, **data)


@transaction.atomic
def submit_notice(*, letter, year, totals, actor):
    """Take in what ``letter`` tells of ``year``; ``totals`` are the figures by the names of the model's fields.

    A later letter takes the place of one not accepted yet. Raises ValidationError for a year that is not over and
    for one whose notice was accepted.
    """
    if year >= timezone.localdate().year:
        raise ValidationError("Год ещё не закончился.", code="year")
    member = letter.thread.member
    notice = ObligationNotice.objects.select_for_update(no_key=True).filter(member=member, year=year).first()
    if notice is None:
        notice = ObligationNotice(member=member, year=year)
    elif notice.state == State.ACCEPTED:
        raise ValidationError(f"Уведомление за {year}\u00a0год уже принято.", code="state")
    notice.letter, notice.submitted_at, notice.due_on = letter, letter.sent_at, member_term(notice_due(year)).on
    notice.state, notice.decided_at = State.SUBMITTED, None
    notice.limit_rub = year_by_journal(member, year).use.limit
    for name, value in totals.items():
        setattr(notice, name, value)
    notice.full_clean()
    notice.save()
    _record("obligation_notice.received", notice, actor, remaining=notice.remaining_sum, late=notice.is_late)
    return notice


def _decided(notice, letter, state):
    notice = (
        ObligationNotice.objects.select_for_update(no_key=True, of=("self",)).select_related("member").get(pk=notice.pk)
    )
    if notice.state != State.SUBMITTED:
        raise ValidationError(f"Уведомление уже {notice.get_state_display()}.", code="state")
    if notice.letter_id != letter.pk:
        raise ValidationError("Член СРО прислал более позднее уведомление за этот год: решите по нему.", code="stale")
    notice.state, notice.decided_at = state, timezone.now()
    notice.save(update_fields=["state", "decided_at"])
    return notice


@transaction.atomic
def accept_notice(*, notice, letter, actor):
    """Accept the notice as ``letter`` has it."""
    notice = _decided(notice, letter, State.ACCEPTED)
    _record("obligation_notice.accepted", notice, actor)
    return notice


@transaction.atomic
def return_notice(*, notice, letter, actor):
    """Send the notice back; the remark stands in the letter to the member."""
    notice = _decided(notice, letter, State.RETURNED)
    _record("obligation_notice.returned", notice, actor)
    return notice
