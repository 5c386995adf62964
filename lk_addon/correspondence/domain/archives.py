"""The way of a large thread's ZIP: asked for, made by a worker, fetched by the one who asked, deleted in the end.

Who may have it is asked when it is asked for and each time it is given, see the views.
"""

from datetime import timedelta
from tempfile import TemporaryFile

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from cms.audit import domain as audit
from cms.outbox.domain import enqueue
from cms.users.models import User
from lk_addon.cabinet.files import delete_orphans
from lk_addon.correspondence.archive import archive_name, archive_of, size_of
from lk_addon.correspondence.models import ThreadArchive
from lk_addon.correspondence.queries import files_in
from lk_addon.files.models import StoredFile

MAKE = "correspondence.archive"
State = ThreadArchive.State
ATTEMPTS = 3
STEP = 16 * 1024 * 1024  # bytes between two notes of the progress
ORPHANED = timedelta(hours=1)


def latest(thread, user):
    """Return the archive of ``thread`` that ``user`` asked for last, None where there is none."""
    return thread.archives.filter(requested_by=user).order_by("-pk").first()


def is_spoiled(archive):
    """Return whether the antivirus has found a virus in a file of the thread since ``archive`` was begun."""
    return files_in(archive.thread).filter(scan=StoredFile.Scan.INFECTED, scanned_at__gte=archive.begun_at).exists()


@transaction.atomic
def request(*, thread, actor):
    """Ask for the ZIP of ``thread``. A double click gets the one under way, and nothing new makes none anew."""
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)  # the second click waits for the first
    before = latest(thread, actor)
    if before and (before.is_at_work or _serves_still(before)):
        return before
    archive = ThreadArchive.objects.create(thread=thread, requested_by=actor, size=size_of(thread))
    _record("thread_archive.requested", archive, actor, size=archive.size)
    enqueue(MAKE, key=f"{MAKE}:{archive.pk}", archive=archive.pk)
    return archive


def work(archive):
    """Make the file. May be begun again after a worker has died: it is written from the start."""
    archive = _begin(archive)
    if archive is None:
        return
    settings.UPLOADS_ROOT.mkdir(parents=True, exist_ok=True)
    with TemporaryFile(dir=settings.UPLOADS_ROOT) as file:  # on the disk for files: /tmp may lie in memory
        _write(archive, file)
        _finish(archive, file)


@transaction.atomic
def discard(*, archive):
    """Delete the file: its link has ended, or a newer one has taken its place."""
    archive = _locked(archive)
    if archive.state != State.READY:
        return
    storage, name = archive.file.storage, archive.file.name
    archive.file, archive.state = "", State.EXPIRED
    archive.save(update_fields=["file", "state"])
    _record("thread_archive.expired", archive, None)
    transaction.on_commit(lambda: storage.delete(name))


def expire():
    """Delete the files whose link has ended, and those that a dead worker has left without a row."""
    for archive in ThreadArchive.objects.overdue():
        discard(archive=archive)
    delete_orphans(ThreadArchive, older=ORPHANED)


def _serves_still(archive):
    return archive.can_be_fetched and not archive.is_behind and not is_spoiled(archive)


@transaction.atomic
def _begin(archive):
    """Count the attempt and return the row as it is now; None where nothing is left to do."""
    archive = _locked(archive)
    if archive.state != State.MAKING:
        return None
    if archive.attempts >= ATTEMPTS:
        archive.state = State.FAILED
        archive.save(update_fields=["state"])
        _record("thread_archive.failed", archive, archive.requested_by)
        return None
    now = timezone.now()
    archive.attempts, archive.written, archive.begun_at, archive.alive_at = archive.attempts + 1, 0, now, now
    archive.save(update_fields=["attempts", "written", "begun_at", "alive_at"])
    return archive


def _write(archive, file):
    noted = 0
    for piece in archive_of(archive.thread, archive.requested_by):
        file.write(piece)
        if file.tell() - noted >= STEP:
            noted = file.tell()
            ThreadArchive.objects.filter(pk=archive.pk).update(written=noted, alive_at=timezone.now())


@transaction.atomic
def _finish(archive, file):
    archive = _locked(archive)
    archive.written, archive.state = file.tell(), State.READY
    file.seek(0)
    archive.file = File(file, name=archive_name(archive.thread))
    archive.expires_at = timezone.now() + timedelta(hours=settings.EXPORT_LINK_HOURS)
    archive.save(update_fields=["file", "written", "state", "expires_at"])
    _record("thread_archive.made", archive, archive.requested_by, size=archive.written)
    older = ThreadArchive.objects.filter(thread=archive.thread, requested_by=archive.requested_by, state=State.READY)
    for other in older.exclude(pk=archive.pk):
        discard(archive=other)


def _record(action, archive, actor, **said):
    audit.record(action, actor=actor, obj=archive, member=archive.thread.member.registration_number, **said)


def _locked(archive):
    rows = ThreadArchive.objects.select_for_update(no_key=True, of=["self"]).select_related(
        "requested_by", "thread__member"
    )
    return rows.get(pk=archive.pk)
