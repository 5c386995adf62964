"""The way of an export: asked for, made, fetched by the one who asked, deleted when its link ends.

What is made is what that person may see when the file is made, and it is given only while the right to it lasts.
"""

from contextlib import closing
from datetime import timedelta
from tempfile import TemporaryFile

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from cms.audit import domain as audit
from cms.core import exports
from cms.outbox.domain import enqueue
from cms.users.models import User
from lk_addon.cabinet.files import delete_orphans
from lk_addon.exchange.models import ExportRun

State = ExportRun.State
DOUBLE_CLICK = timedelta(seconds=10)
ATTEMPTS = 3
ORPHANED = timedelta(hours=1)

NO_RIGHT = "Права на этот список у вас больше нет. Обратитесь к администратору."
NOT_MADE = "Файл не удалось сделать с трёх попыток. Сузьте условия списка или сообщите администратору."
NO_LIST = "Такого списка больше нет."


def list_for(user, code):
    """Return the list of that code. Raises PermissionDenied unless ``user`` may take it away now."""
    try:
        exported = exports.get(code)
    except KeyError:
        raise PermissionDenied(NO_LIST) from None
    if not (user.is_active and user.is_staff and exported.permits(user)):
        raise PermissionDenied(NO_RIGHT)
    return exported


@transaction.atomic
def request(*, code, query, kind, actor):
    """Ask for a file of the list under these conditions; a double click gets the one that is being made.

    A file of more rows than exports.AT_ONCE is made in the background, a smaller one by the caller.
    Raises PermissionDenied, and ValidationError for conditions that the list does not know.
    """
    exported = list_for(actor, code)
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)  # the second click waits for the first
    asked = {"requested_by": actor, "code": code, "query": query, "kind": kind}
    mine = ExportRun.objects.filter(**asked)
    just_now = mine.filter(state=State.READY, requested_at__gt=timezone.now() - DOUBLE_CLICK)
    same = mine.filter(state=State.MAKING).first() or just_now.first()
    if same:
        return same
    rows = exported.sheet(actor, query).rows.count()
    run = ExportRun.objects.create(**asked, title=exported.title, all_rows=rows)
    audit.record("export.requested", actor=actor, obj=run, list=code, rows=rows)
    if rows > exports.AT_ONCE:
        enqueue("exchange.export", key=f"exchange.export:{run.pk}", run=run.pk)
    return run


def work(run):
    """Make the file. May be begun again after a worker has died: the file counts from the last step on."""
    run = _begin(run)
    if run is None:
        return
    try:
        exported = list_for(run.requested_by, run.code)
        sheet = exported.sheet(run.requested_by, run.query)
        with TemporaryFile() as file:
            if _write(run, sheet, file):
                _finish(run, file)
    except PermissionDenied as error:
        _fail(run, str(error) or NO_RIGHT)
    except ValidationError as error:
        _fail(run, error.messages[0])


@transaction.atomic
def cancel(*, run, actor):
    """Give up a file that is being made; its worker stops at the next step. Raises ValidationError when it is late."""
    run = _locked(run)
    if run.state != State.MAKING:
        raise ValidationError("Отменить можно только выгрузку, которая ещё готовится.", code="state")
    _end(run, State.CANCELLED, "export.cancelled", actor)


@transaction.atomic
def discard(*, run, actor=None):
    """Delete the file: by wish of its owner or, without ``actor``, because its link has ended.

    Raises ValidationError where there is no file.
    """
    run = _locked(run)
    if run.state != State.READY:
        raise ValidationError("Файла уже нет.", code="state")
    storage, name = run.file.storage, run.file.name
    run.file = ""
    _end(run, State.EXPIRED, "export.expired", actor)
    transaction.on_commit(lambda: storage.delete(name))


def expire():
    """Delete the files whose link has ended, and those that a dead worker has left without a row."""
    for run in ExportRun.objects.overdue():
        discard(run=run)
    delete_orphans(ExportRun, older=ORPHANED)


@transaction.atomic
def _begin(run):
    """Count the attempt and return the row as it is now; None where nothing is left to do."""
    run = _locked(run)
    if run.state != State.MAKING:
        return None
    if run.attempts >= ATTEMPTS:
        _fail(run, NOT_MADE)
        return None
    run.attempts, run.done_rows, run.alive_at = run.attempts + 1, 0, timezone.now()
    run.save(update_fields=["attempts", "done_rows", "alive_at"])
    return run


def _write(run, sheet, file):
    """Write row by row, telling the progress. Returns False when the file was cancelled meanwhile."""
    ours = ExportRun.objects.filter(pk=run.pk, state=State.MAKING)
    with closing(exports.write(sheet, file, kind=run.kind, title=run.title)) as steps:
        return all(ours.update(done_rows=done, alive_at=timezone.now()) for done in steps)


@transaction.atomic
def _finish(run, file):
    run = _locked(run)
    if run.state != State.MAKING:
        return
    file.seek(0)
    run.file = File(file, name=exports.file_name(run.title, run.kind))
    run.state, run.made_at, run.all_rows = State.READY, timezone.now(), run.done_rows
    run.expires_at = run.made_at + timedelta(hours=settings.EXPORT_LINK_HOURS)
    run.save(update_fields=["file", "file_name", "state", "made_at", "all_rows", "expires_at"])
    audit.record("export.made", actor=run.requested_by, obj=run, list=run.code, rows=run.done_rows)


@transaction.atomic
def _fail(run, problem):
    run.problem = problem
    _end(run, State.FAILED, "export.failed", run.requested_by)


def _end(run, state, action, actor):
    run.state, run.alive_at = state, timezone.now()
    run.save(update_fields=["state", "alive_at", "problem", "file"])
    audit.record(action, actor=actor, obj=run, list=run.code)


def _locked(run):
    return ExportRun.objects.select_for_update(no_key=True, of=["self"]).select_related("requested_by").get(pk=run.pk)
