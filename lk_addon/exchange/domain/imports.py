"""The way of a file: uploaded, checked, applied, undone. Every step may be begun again after its worker has died."""

import hashlib
from itertools import islice

import structlog
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from cms.audit import domain as audit
from cms.outbox.domain import enqueue
from lk_addon.exchange.kinds import registry
from lk_addon.exchange.models import ImportRow, ImportRun
from lk_addon.exchange.reading.errors import UnreadableFileError

State = ImportRun.State
BATCH = 500

log = structlog.get_logger(__name__)


@transaction.atomic
def upload(*, kind, file, actor, ground=""):
    """Store ``file`` and have it checked in the background. Raises ValidationError for one that may not be stored."""
    run = ImportRun(kind=kind, file=file, ground=ground, created_by=actor, file_hash=_hash(file))
    run.full_clean()
    run.save()
    audit.record("import_run.uploaded", actor=actor, obj=run, kind=kind, file_hash=run.file_hash)
    _go_on(run)
    return run


@transaction.atomic
def confirm(*, run, actor):
    """Have the planned rows written. Raises ValidationError where there is nothing to write or it is not the time."""
    run = _locked(run, State.CHECKED, "Внести можно только проверенный файл.")
    if not run.rows.filter(state__in=ImportRow.PLANNED).exists():
        raise ValidationError("В файле нет строк, которые что-нибудь изменят.", code="nothing")
    return _begin(run, State.APPLYING, run.rows.filter(state__in=ImportRow.PLANNED).count(), actor)


@transaction.atomic
def take_back(*, run, actor):
    """Have the written rows undone. Raises ValidationError where the file was not applied."""
    run = _locked(run, State.APPLIED, "Отменить можно только внесённый файл.")
    return _begin(run, State.UNDOING, run.rows.filter(state=ImportRow.State.APPLIED).count(), actor)


def work(run):
    """Do the step that ``run`` waits for, to its end."""
    {State.CHECKING: check, State.APPLYING: apply, State.UNDOING: undo}.get(run.state, lambda _run: None)(run)


def check(run):
    """Read the file and plan its rows; nothing outside of the import changes."""
    kind = registry.get(run.kind)
    run.rows.all().delete()
    ImportRun.objects.filter(pk=run.pk).update(unchanged_rows=0, done_rows=0)
    done, unchanged, seen = 0, 0, {}
    try:
        with run.file.open("rb") as stored:
            lines = kind.lines(File(stored.file, name=run.file_name))  # on the disk it has a name of ours
            while batch := list(islice(lines, BATCH)):
                planned = kind.plan(batch, run, seen)
                ImportRow.objects.bulk_create(planned)
                done += len(batch)
                unchanged += len(batch) - len({row.number for row in planned})
                _tell_progress(run, done_rows=done, all_rows=done, unchanged_rows=unchanged)
        if not done:
            raise UnreadableFileError("В таблице нет ни одной строки с данными.", code="empty")
    except UnreadableFileError as error:
        run.rows.all().delete()
        _finish(run, State.UNREADABLE, "import_run.failed", problem=error.messages[0])
    else:
        _finish(run, State.CHECKED, "import_run.checked", rows=done)


def apply(run):
    """Write the planned rows, a batch in an act, so that a dead worker loses nothing and doubles nothing."""
    kind, done = registry.get(run.kind), 0
    while True:
        with audit.act():
            planned = run.rows.filter(state__in=ImportRow.PLANNED).order_by("number", "pk")
            rows = list(planned.select_for_update(no_key=True)[:BATCH])
            if not rows:
                break
            kind.apply(rows, run)
            run.rows.filter(pk__in=[row.pk for row in rows]).update(state=ImportRow.State.APPLIED)
            for row in rows:
                if row.errors:
                    row.state = ImportRow.State.REFUSED
                    row.save(update_fields=["state", "errors"])
        done += len(rows)
        _tell_progress(run, done_rows=done)
    counts = run.counts()
    _finish(
        run,
        State.APPLIED,
        "import_run.applied",
        applied=counts.get(ImportRow.State.APPLIED, 0),
        refused=counts.get(ImportRow.State.REFUSED, 0),
    )


def undo(run):
    """Take the written rows back, the last first; what cannot be taken back is kept and says why."""
    kind, done = registry.get(run.kind), 0
    for row in run.rows.filter(state=ImportRow.State.APPLIED).order_by("-number", "-pk").iterator(BATCH):
        with transaction.atomic():
            row = ImportRow.objects.select_for_update(no_key=True).get(pk=row.pk)  # noqa: PLW2901 - as it is now
            if row.state != ImportRow.State.APPLIED:
                continue
            try:
                with transaction.atomic():
                    kind.undo(row, run)
                row.state = ImportRow.State.UNDONE
            except ValidationError as error:
                row.state, row.errors = ImportRow.State.KEPT, error.messages
            row.save(update_fields=["state", "errors"])
        done += 1
        if done % 100 == 0:
            _tell_progress(run, done_rows=done)
    _finish(run, State.UNDONE, "import_run.undone", undone=run.counts().get(ImportRow.State.UNDONE, 0))


def apply_each(rows, write):
    """Write rows one by one by ``write(row)``; a refusal of one leaves the others."""
    for row in rows:
        try:
            with audit.act():
                write(row)
        except ValidationError as error:
            row.errors = error.messages


def _hash(file):
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _locked(run, state, refusal):
    run = ImportRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    if run.state != state:
        raise ValidationError(refusal, code="state")
    return run


def _begin(run, state, all_rows, actor):
    run.state, run.done_rows, run.all_rows, run.alive_at = state, 0, all_rows, timezone.now()
    run.confirmed_by = actor
    run.save(update_fields=["state", "done_rows", "all_rows", "alive_at", "confirmed_by"])
    _go_on(run)
    return run


def _go_on(run):
    enqueue("exchange.work", key=f"exchange.work:{run.pk}:{run.state}", run=run.pk, state=run.state)


def _tell_progress(run, **fields):
    ImportRun.objects.filter(pk=run.pk).update(alive_at=timezone.now(), **fields)


@transaction.atomic
def _finish(run, state, action, *, problem="", **data):
    ImportRun.objects.filter(pk=run.pk).update(state=state, problem=problem, alive_at=timezone.now())
    run.refresh_from_db()
    audit.record(action, actor=run.confirmed_by or run.created_by, obj=run, kind=run.kind, **data)
