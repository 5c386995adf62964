"""Long work of imports, apart from the outbox, whose letters must not wait for it."""

from datetime import timedelta

from celery import shared_task
from django.db import connection
from django.utils import timezone

from cms.outbox.handlers import handler
from lk_addon.exchange.domain import imports
from lk_addon.exchange.models import ImportRun

LOCK = 0x494D50  # "IMP": the space of advisory locks of imports
STALLED = timedelta(minutes=2)


@handler("exchange.work")
def begin(run, state):
    """Hand the step to a task of its own; the outbox goes on with its letters."""
    if ImportRun.objects.filter(pk=run, state=state).exists():
        do_step.delay(run)


@shared_task
def do_step(run_id):
    """Do the step that the import waits for, unless another worker does it now: a dead worker's lock dies with it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, run_id])
        if not cursor.fetchone()[0]:
            return
    try:
        imports.work(ImportRun.objects.get(pk=run_id))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, run_id])


@shared_task
def revive_stalled():
    """Begin again what no worker has touched for two minutes; beat calls it every minute."""
    asleep = ImportRun.objects.filter(state__in=ImportRun.AT_WORK, alive_at__lt=timezone.now() - STALLED)
    for run_id in asleep.values_list("pk", flat=True):
        do_step.delay(run_id)
