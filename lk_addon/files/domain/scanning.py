"""What the antivirus says of a file that came in. Only its plain «nothing found» makes a file clean."""

from pathlib import PurePath

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from cms.audit import domain as audit
from cms.outbox.domain import enqueue
from lk_addon.files import clamd
from lk_addon.files.models import StoredFile

Scan = StoredFile.Scan
QUARANTINE = "quarantine"  # a folder of the storage; nothing in it is ever given away
NOT_CONNECTED = "антивирус не подключён"
BEYOND_LIMITS = "файл больше или сложнее, чем антивирус может проверить"

#: Sent with ``file`` in the transaction that isolates an infected file; rooms above tell the people concerned.
file_infected = Signal()


def scan(*, file_id):
    """Have the file scanned if it still waits, and note the verdict.

    Raises clamd.NotScannedError when there is none: the file goes on waiting, and the outbox asks again.
    """
    stored = StoredFile.objects.get(pk=file_id)
    if stored.scan != Scan.WAITING:
        return
    if not settings.CLAMD_SOCKET:
        _note(stored, Scan.UNSCANNED, NOT_CONNECTED)
        return
    with stored.file.storage.open(stored.file.name, "rb") as file:
        verdict = clamd.scan(file, settings.CLAMD_SOCKET)
    if verdict.is_clean:
        _note(stored, Scan.CLEAN)
    elif verdict.is_beyond_limits:
        _note(stored, Scan.UNSCANNED, BEYOND_LIMITS)
    else:
        _isolate(stored, verdict.found)


@transaction.atomic
def scan_unscanned():
    """Put what came in while there was no antivirus back to those that wait, now that there is one."""
    if not settings.CLAMD_SOCKET:
        return
    unscanned = StoredFile.objects.filter(scan=Scan.UNSCANNED, scan_note=NOT_CONNECTED)
    for stored in unscanned.select_for_update(no_key=True, skip_locked=True)[:100]:
        stored.scan, stored.scan_note = Scan.WAITING, ""
        stored.save(update_fields=["scan", "scan_note"])
        enqueue("files.scan", key=f"files.scan:{stored.pk}:{timezone.now():%Y%m%d%H%M%S}", file=str(stored.pk))


@transaction.atomic
def _note(stored, state, note=""):
    stored = _waiting(stored)
    if stored is not None:
        _save(stored, state, note)
        audit.record("file.scanned", obj=stored, verdict=state)


@transaction.atomic
def _isolate(stored, virus):
    stored = _waiting(stored)
    if stored is None:
        return
    storage, name = stored.file.storage, stored.file.name
    with storage.open(name, "rb") as file:
        stored.file.name = storage.save(f"{QUARANTINE}/{PurePath(name).stem}", File(file))
    _save(stored, Scan.INFECTED, virus)
    audit.record("file.infected", obj=stored, virus=virus, sha256=stored.sha256)
    file_infected.send(StoredFile, file=stored)
    transaction.on_commit(lambda: storage.delete(name))


def _waiting(stored):
    return (
        StoredFile.objects.select_for_update(no_key=True, of=("self",)).filter(pk=stored.pk, scan=Scan.WAITING).first()
    )


def _save(stored, state, note):
    stored.scan, stored.scan_note, stored.scanned_at = state, note, timezone.now()
    stored.save(update_fields=["scan", "scan_note", "scanned_at", "file"])
