"""Long work of imports and exports, apart from the outbox, whose letters must not wait for it."""

from celery import shared_task

from cms.outbox.handlers import handler
from lk_addon.cabinet.background import alone
from lk_addon.exchange.domain import exports, imports
from lk_addon.exchange.models import ExportRun, ImportRun

IMPORTS, EXPORTS = 0x494D50, 0x455850  # "IMP", "EXP": their spaces of advisory locks


@handler("exchange.work")
def begin(run, state):
    """Hand the step to a task of its own; the outbox goes on with its letters."""
    if ImportRun.objects.filter(pk=run, state=state).exists():
        do_step.delay(run)


@handler("exchange.export")
def begin_export(run):
    """Hand the export to a task of its own."""
    make_export.delay(run)


@shared_task
def do_step(run_id):
    """Do the step that the import waits for, unless another worker does it now."""
    with alone(IMPORTS, run_id) as free:
        if free:
            imports.work(ImportRun.objects.get(pk=run_id))


@shared_task
def make_export(run_id):
    """Make the file of the export, unless another worker makes it now."""
    with alone(EXPORTS, run_id) as free:
        if free:
            exports.work(ExportRun.objects.get(pk=run_id))


@shared_task
def revive_stalled():
    """Begin again what no worker has touched for two minutes; beat calls it every minute."""
    for model, task in ((ImportRun, do_step), (ExportRun, make_export)):
        for run_id in model.objects.stalled().values_list("pk", flat=True):
            task.delay(run_id)


@shared_task
def expire_exports():
    """Delete the files of exports whose link has ended."""
    exports.expire()
