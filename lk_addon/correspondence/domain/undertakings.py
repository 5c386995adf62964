"""What members promise in letters: noted, reminded of, marked as fulfilled (REQ-3.2.2.N11)."""

from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cms.audit import domain as audit
from cms.outbox.domain import enqueue
from cms.outbox.handlers import handler
from lk_addon.cabinet.letters import queue_letter
from lk_addon.correspondence import letters
from lk_addon.correspondence.models import Undertaking
from lk_addon.correspondence.recipients import representatives_of, staff_of

REMIND = "correspondence.remind_of_undertaking"
DISTANCES = (7, 1)  # days before the last one
HOUR = time(9)  # Moscow's


@transaction.atomic
def give_undertaking(*, letter, cleaned_data, actor):
    """Note what ``letter`` promises, and put its reminders in; a corrected version takes the place of the first.

    Runs when the letter is sent. A version that promises nothing takes the promise back.
    """
    text, due_on = cleaned_data["obligation"], cleaned_data["due_on"]
    if not text:
        _take_back(letter, actor)
        return
    row, _made = Undertaking.objects.update_or_create(
        thread=letter.thread, defaults={"letter": letter, "text": text, "due_on": due_on, "reminded": []}
    )
    audit.record(
        "undertaking.given",
        actor=actor,
        obj=row,
        number=letter.number,
        member=letter.thread.member.registration_number,
        due_on=due_on,
    )
    for days in DISTANCES:
        if timezone.localdate() < due_on - timedelta(days=days):
            enqueue(
                REMIND,
                key=f"{REMIND}:{letter.pk}:{days}",
                available_at=timezone.make_aware(datetime.combine(due_on - timedelta(days=days), HOUR)),
                undertaking=row.pk,
                due_on=due_on.isoformat(),
                days=days,
            )


def _take_back(letter, actor):
    """Delete what the versions before ``letter`` promised; the journal keeps until when it was to be done."""
    row = Undertaking.objects.filter(thread=letter.thread).first()
    if row is None:
        return
    audit.record(
        "undertaking.taken_back",
        actor=actor,
        obj=row,
        number=letter.number,
        member=letter.thread.member.registration_number,
        due_on=row.due_on,
    )
    row.delete()


@handler(REMIND)
@transaction.atomic
def remind(*, undertaking, due_on, days):
    """Queue mails to the representatives and to the department, once; nothing where the promise stands no more."""
    row = (
        Undertaking.objects.waiting()
        .select_for_update(no_key=True, of=("self",))
        .select_related("thread__member")
        .filter(pk=undertaking, due_on=date.fromisoformat(due_on))
        .first()
    )
    if row is None or days in row.reminded:
        return
    row.reminded.append(days)
    row.save(update_fields=["reminded"])
    context = {"thread": str(row.thread_id), "due_on": f"{row.due_on:%d.%m.%Y}"}
    dies = timezone.now() + timedelta(days=days + 1)
    for user in representatives_of(row.thread.member):
        queue_letter(letters.UNDERTAKING_FOR_MEMBER, to=user.email, context=context, expires_at=dies)
    for employee in staff_of(row.thread):
        queue_letter(letters.UNDERTAKING_FOR_STAFF, to=employee.email, context=context, expires_at=dies)


@transaction.atomic
def mark_fulfilled(*, undertaking, fulfilled_on, proof, actor):
    """Note that a promise was kept on ``fulfilled_on``, and what proves it.

    Raises ValidationError for a day to come or before the letter, and where it was noted already.
    """
    row = (
        Undertaking.objects.select_for_update(no_key=True, of=("self",))
        .select_related("letter__thread")
        .get(pk=undertaking.pk)
    )
    if row.fulfilled_on:
        raise ValidationError("Исполнение уже отмечено.", code="fulfilled")
    if fulfilled_on > timezone.localdate():
        raise ValidationError({"fulfilled_on": "Этот день ещё не наступил."})
    if fulfilled_on < timezone.localdate(row.letter.sent_at):
        raise ValidationError({"fulfilled_on": "Обязательство не могло быть исполнено раньше, чем дано."})
    row.fulfilled_on, row.proof, row.fulfilled_by = fulfilled_on, proof, actor
    row.full_clean()
    row.save()
    audit.record(
        "undertaking.fulfilled",
        actor=actor,
        obj=row,
        number=row.letter.number,
        due_on=row.due_on,
        proof=proof,
    )
    return row
