"""Letters that wait go out: one by one, by one process at a time.

post_office's own task holds a file with the number of its process. Where a worker died, and in a container its
successor has the same number, that lock holds for ever. A lock of the database ends with its session. And each letter
is marked before the next one is sent: a worker that dies may repeat one letter, under the same Message-ID, no more.
"""

import time
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone
from post_office.mail import get_queued, send_queued
from post_office.models import STATUS, Email

LOCK = 0x6C657474  # the number of our lock in PostgreSQL
LONGEST = timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT) / 3  # of one run; beat begins the next
REFUSED_TRIES = 8
FOR_GOOD = r"\(5\d\d,"  # how a refusal that will not change looks in the log of a letter


def deliver():
    """Send what waits, unless another process does so already."""
    with _alone() as alone:
        end = time.monotonic() + LONGEST.total_seconds()
        while alone and time.monotonic() < end and get_queued().exists():
            send_queued()
        if alone:
            _give_up_refused()


def _give_up_refused():
    """Give up letters whose address the server refuses for good; others are tried for days."""
    refused = Email.objects.filter(
        status=STATUS.requeued,
        number_of_retries__gte=REFUSED_TRIES,
        logs__exception_type="SMTPRecipientsRefused",
        logs__message__regex=FOR_GOOD,
    )
    Email.objects.filter(pk__in=refused.values("pk")).update(status=STATUS.failed, last_updated=timezone.now())


@contextmanager
def _alone():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        alone = cursor.fetchone()[0]
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
