"""Confirming, sending and stopping a mailing.

Confirmation writes down every recipient. The worker then takes them batch by batch:
the letters and the marks that they are queued stand in one transaction, so whatever
the worker dies of, a person is either still waiting or has exactly one letter.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from post_office import mail
from post_office.models import STATUS, Email

from cms.audit import domain as audit
from cms.core.letters import HEADERS
from cms.outbox.domain import enqueue
from lk_addon.mailings import queries
from lk_addon.mailings.letters import MAILING, letter_context, letter_headers
from lk_addon.mailings.models import Delivery, Mailing

BATCH = 200
BATCHES = 50  # in one run of the worker; the next run is another outbox row


@transaction.atomic
def confirm_mailing(*, mailing, expected, actor):
    """Write down the recipients and hand the mailing to the worker.

    ``expected`` is how many recipients the person confirming was shown. Raises ValidationError
    when it is confirmed already, has nobody to go to, or the number is another by now.
    """
    mailing = Mailing.objects.select_for_update(no_key=True).get(pk=mailing.pk)
    if not mailing.is_draft:
        raise ValidationError("Эта рассылка уже подтверждена.", code="confirmed")
    users = list(queries.recipients(mailing).values_list("pk", flat=True))
    if not users:
        raise ValidationError("Получателей нет: измените, кому отправить.", code="nobody")
    if len(users) != expected:
        raise ValidationError(
            f"Получателей стало {len(users)}, а было {expected}. Проверьте число и подтвердите ещё раз.", code="changed"
        )
    Delivery.objects.bulk_create((Delivery(mailing=mailing, user_id=pk) for pk in users), batch_size=1000)
    mailing.state, mailing.confirmed_at, mailing.confirmed_by = Mailing.State.SENDING, timezone.now(), actor
    mailing.save(update_fields=["state", "confirmed_at", "confirmed_by"])
    enqueue("mailings.send", key=f"mailings.send:{mailing.pk}:{len(users)}", mailing_id=mailing.pk)
    audit.record("mailing.confirmed", actor=actor, obj=mailing, recipients=len(users), category=mailing.category)
    return mailing


def send_waiting(mailing_id):
    """Queue the letters of those who wait, a batch to a transaction; leave the rest to another run of the worker."""
    for _batch in range(BATCHES):
        if not _send_batch(mailing_id):
            return
    left = Delivery.objects.filter(mailing_id=mailing_id, state=Delivery.State.WAITING).count()
    enqueue("mailings.send", key=f"mailings.send:{mailing_id}:{left}", mailing_id=mailing_id)


@transaction.atomic
def _send_batch(mailing_id):
    """Queue one batch and say whether there may be another."""
    # Stopping waits for the batch, and a batch for it.
    mailing = Mailing.objects.select_for_update(no_key=True).get(pk=mailing_id)
    if mailing.state != Mailing.State.SENDING:
        return False
    waiting = mailing.deliveries.filter(state=Delivery.State.WAITING).select_related("user")
    batch = list(waiting.select_for_update(no_key=True, of=("self",)).order_by("pk")[:BATCH])
    if not batch:
        mailing.state, mailing.finished_at = Mailing.State.SENT, timezone.now()
        mailing.save(update_fields=["state", "finished_at"])
        audit.record("mailing.sent", actor=None, obj=mailing)
        return False
    still = set(queries.recipients(mailing).filter(pk__in=[row.user_id for row in batch]).values_list("pk", flat=True))
    for row in batch:
        row.state = Delivery.State.QUEUED if row.user_id in still else Delivery.State.SKIPPED
    _queue([row for row in batch if row.user_id in still], mailing)
    Delivery.objects.bulk_update(batch, ["state", "letter", "queued_at"])
    return True


def _queue(batch, mailing):
    template, now = MAILING.row(), timezone.now()
    letters = mail.send_many(
        [
            {
                "recipients": row.user.email,
                "template": template,
                "context": letter_context(mailing, row.user),
                "headers": HEADERS | letter_headers(mailing, row.user),
                "render_on_delivery": True,
                "priority": "low",
            }
            for row in batch
        ]
    )
    for row, letter in zip(batch, letters, strict=True):
        row.letter, row.queued_at = letter, now


@transaction.atomic
def stop_mailing(*, mailing, actor):
    """Stop a mailing: who waits gets nothing, and letters that have not left are held back.

    Raises ValidationError when it is not being sent.
    """
    mailing = Mailing.objects.select_for_update(no_key=True).get(pk=mailing.pk)
    if mailing.state != Mailing.State.SENDING and not _unsent(mailing).exists():
        raise ValidationError("Останавливать нечего: все письма уже ушли.", code="over")
    mailing.deliveries.filter(state=Delivery.State.WAITING).update(state=Delivery.State.SKIPPED)
    held = _unsent(mailing).update(expires_at=timezone.now())
    mailing.state, mailing.finished_at = Mailing.State.STOPPED, timezone.now()
    mailing.save(update_fields=["state", "finished_at"])
    audit.record("mailing.stopped", actor=actor, obj=mailing, held=held)
    return mailing


def _unsent(mailing):
    letters = mailing.deliveries.exclude(letter=None).values("letter")
    return Email.objects.filter(pk__in=letters, status__in=[STATUS.queued, STATUS.requeued]).exclude(
        expires_at__lte=timezone.now()
    )


@transaction.atomic
def send_test(*, mailing, actor):
    """Send the letter as it stands to ``actor`` alone; it counts for nobody."""
    mail.send(
        actor.email,
        template=MAILING.row(),
        context=letter_context(mailing, actor),
        headers=HEADERS,
        render_on_delivery=True,
        priority="medium",
    )
    audit.record("mailing.tested", actor=actor, obj=mailing)
