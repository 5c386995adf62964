"""Putting work into the outbox and taking it out."""

from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from cms.outbox.handlers import get_handler
from cms.outbox.models import OutboxMessage

LEASE = timedelta(minutes=15)  # as long as a task may run, see CELERY_TASK_TIME_LIMIT
BATCH = 20
MAX_PAUSE = timedelta(hours=1)

log = structlog.get_logger(__name__)


def enqueue(handler, *, key, available_at=None, **payload):
    """Store work for ``handler`` in the caller's transaction and wake the worker after its commit.

    A second call with the same ``key`` changes nothing. Returns the row.
    """
    from cms.outbox.tasks import drain_outbox  # noqa: PLC0415 - the task calls back into this module

    message, _created = OutboxMessage.objects.get_or_create(
        key=key,
        defaults={"handler": handler, "payload": payload, "available_at": available_at or timezone.now()},
    )
    transaction.on_commit(drain_outbox.delay, robust=True)
    return message


def drain():
    """Do all work that is due. Returns how many rows were done."""
    done = 0
    while messages := _claim():
        done += sum(_perform(message) for message in messages)
    return done


@transaction.atomic
def _claim():
    now = timezone.now()
    due = OutboxMessage.objects.filter(
        Q(leased_until=None) | Q(leased_until__lt=now), done_at=None, available_at__lte=now
    )
    ids = list(due.order_by("available_at").select_for_update(skip_locked=True).values_list("pk", flat=True)[:BATCH])
    OutboxMessage.objects.filter(pk__in=ids).update(leased_until=now + LEASE, attempts=F("attempts") + 1)
    return list(OutboxMessage.objects.filter(pk__in=ids).order_by("available_at"))


def _perform(message):
    row = OutboxMessage.objects.filter(pk=message.pk)
    try:
        get_handler(message.handler)(**message.payload)
    except Exception as error:  # the boundary: handlers are of every room, and whatever one raises the row stays
        pause = min(timedelta(seconds=2**message.attempts), MAX_PAUSE)
        row.update(
            leased_until=None, available_at=timezone.now() + pause, last_error=f"{type(error).__name__}: {error}"
        )
        log.exception("outbox_failed", handler=message.handler, outbox_id=message.pk, attempts=message.attempts)
        return False
    row.update(done_at=timezone.now(), leased_until=None, last_error="")
    return True
