"""Putting work into the outbox and taking it out."""

from datetime import timedelta
from time import monotonic

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from cms.core.faultpoints import reach
from cms.outbox.handlers import get_handler
from cms.outbox.models import OutboxMessage

LEASE = timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT)  # nobody is at work on a row for longer
LONGEST = LEASE / 3  # of one run: what a handler does meanwhile it can finish before the task is killed
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
    """Do the work that is due, row by row. Returns how many rows were done.

    A handler that has failed is not asked again in this run: where its service hangs, others do not wait behind it.
    """
    done, failed, end = 0, set(), monotonic() + LONGEST.total_seconds()
    while monotonic() < end and (message := _claim(failed)):
        reach("outbox.claimed")
        if _perform(message):
            done += 1
        else:
            failed.add(message.handler)
    return done


@transaction.atomic
def _claim(failed):
    """Return the row that has waited longest, leased to us; None when there is none. Others are left to others."""
    now = timezone.now()
    due = OutboxMessage.objects.filter(
        Q(leased_until=None) | Q(leased_until__lt=now), done_at=None, available_at__lte=now
    ).exclude(handler__in=failed)
    message = due.order_by("available_at").select_for_update(no_key=True, skip_locked=True).first()
    if message is not None:
        message.leased_until, message.attempts = now + LEASE, message.attempts + 1
        message.save(update_fields=["leased_until", "attempts"])
    return message


def _perform(message):
    row = OutboxMessage.objects.filter(pk=message.pk)
    try:
        get_handler(message.handler)(**message.payload)
    except Exception as error:  # the boundary: handlers are of every room, and whatever one raises the row stays
        if not connection.in_atomic_block:  # the handler's session of the database may have been cut
            connection.close_if_unusable_or_obsolete()
        pause = min(timedelta(seconds=2**message.attempts), MAX_PAUSE)
        row.update(
            leased_until=None, available_at=timezone.now() + pause, last_error=f"{type(error).__name__}: {error}"
        )
        log.exception("outbox_failed", handler=message.handler, outbox_id=message.pk, attempts=message.attempts)
        return False
    reach("outbox.performed")
    row.update(done_at=timezone.now(), leased_until=None, last_error="")
    return True
