"""Composing, confirming, sending and stopping a notice.

Confirmation writes down every member. The worker then takes them batch by batch: the letters and the marks that
they are delivered stand in one transaction, so whatever the worker dies of, a member either still waits or has
exactly one letter.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cms.audit import domain as audit
from cms.outbox.domain import enqueue
from lk_addon.correspondence.domain.answering import write_outgoing
from lk_addon.correspondence.domain.numbering import hold
from lk_addon.correspondence.models import Letter, Notice, NoticeDelivery, NumberSeries, Thread
from lk_addon.registry.audience import members_addressed

BATCH = 20  # members; as long as the series of numbers is locked
BATCHES = 50  # in one run of the worker; the next run is another outbox row
SEND = "correspondence.send_notice"
State = NoticeDelivery.State


@transaction.atomic
def save_notice(*, notice, files, removed=(), actor):
    """Store a draft and its files (``files`` are added, ``removed`` are taken out).

    Raises ValidationError for a notice that is confirmed already.
    """
    if notice.pk and not Notice.objects.select_for_update(no_key=True).get(pk=notice.pk).is_draft:
        raise ValidationError("Это уведомление уже подтверждено, изменить его нельзя.", code="confirmed")
    notice.full_clean()
    notice.save()
    notice.files.remove(*removed)
    notice.files.add(*files)
    audit.record("notice.saved", actor=actor, obj=notice, audience=notice.audience)
    return notice


@transaction.atomic
def confirm_notice(*, notice, expected, actor):
    """Write down the members and hand the notice to the worker.

    ``expected`` is how many members the person confirming was shown. Raises ValidationError when it is confirmed
    already, has nobody to go to, or the number is another by now.
    """
    notice = Notice.objects.select_for_update(no_key=True).get(pk=notice.pk)
    if not notice.is_draft:
        raise ValidationError("Это уведомление уже подтверждено.", code="confirmed")
    members = list(members_addressed(notice).distinct().values_list("pk", flat=True))
    if not members:
        raise ValidationError("Получателей нет: измените, кому отправить.", code="nobody")
    if len(members) != expected:
        raise ValidationError(
            f"Получателей стало {len(members)}, а было {expected}. Проверьте число и подтвердите ещё раз.",
            code="changed",
        )
    NoticeDelivery.objects.bulk_create((NoticeDelivery(notice=notice, member_id=pk) for pk in members), batch_size=1000)
    notice.state, notice.confirmed_at, notice.confirmed_by = Notice.State.SENDING, timezone.now(), actor
    notice.save(update_fields=["state", "confirmed_at", "confirmed_by"])
    enqueue(SEND, key=f"{SEND}:{notice.pk}:{len(members)}", notice_id=notice.pk)
    audit.record("notice.confirmed", actor=actor, obj=notice, recipients=len(members), audience=notice.audience)
    return notice


def send_waiting(notice_id):
    """Write the letters of members who wait, a batch to a transaction; leave the rest to another run of the worker."""
    for _batch in range(BATCHES):
        if not _send_batch(notice_id):
            return
    left = NoticeDelivery.objects.filter(notice_id=notice_id, state=State.WAITING).count()
    enqueue(SEND, key=f"{SEND}:{notice_id}:{left}", notice_id=notice_id)


@transaction.atomic
def _send_batch(notice_id):
    """Write one batch and say whether there may be another."""
    notices = Notice.objects.select_for_update(no_key=True, of=("self",)).select_related("department", "confirmed_by")
    notice = notices.get(pk=notice_id)  # stopping waits for the batch, and a batch for it
    if notice.state != Notice.State.SENDING:
        return False
    waiting = notice.deliveries.filter(state=State.WAITING).select_related("member").order_by("pk")
    batch = list(waiting[:BATCH])
    if not batch:
        notice.state, notice.finished_at = Notice.State.SENT, timezone.now()
        notice.save(update_fields=["state", "finished_at"])
        audit.record("notice.sent", actor=None, obj=notice)
        return False
    files = list(notice.files.order_by("created_at", "pk"))
    hold(NumberSeries.Code.OUTGOING)
    for row in batch:
        if row.member.is_acting():
            row.state, row.letter = State.SENT, _deliver(notice, row.member, files)
        else:
            row.state = State.SKIPPED
        row.save(update_fields=["state", "letter"])
    return True


def _deliver(notice, member, files):
    now = timezone.now()
    thread = Thread.objects.create(
        member=member,
        subject=notice.subject,
        state=Thread.State.TOLD,
        opened_at=now,
        changed_at=now,
        closed_at=now,
        department=notice.department,
    )
    return write_outgoing(
        thread=thread, role=Letter.Role.NOTICE, text=notice.text, files=files, actor=notice.confirmed_by
    )


@transaction.atomic
def stop_notice(*, notice, actor):
    """Stop a notice: who waits gets nothing, what is in the cabinets stays. Raises ValidationError once it is over."""
    notice = Notice.objects.select_for_update(no_key=True).get(pk=notice.pk)
    if notice.state != Notice.State.SENDING:
        raise ValidationError("Останавливать нечего: уведомление уже отправлено.", code="over")
    held = notice.deliveries.filter(state=State.WAITING).update(state=State.SKIPPED)
    notice.state, notice.finished_at = Notice.State.STOPPED, timezone.now()
    notice.save(update_fields=["state", "finished_at"])
    audit.record("notice.stopped", actor=actor, obj=notice, held=held)
    return notice
