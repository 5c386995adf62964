"""The register's files: made once for each state of the register, and given to everybody.

A register of a few thousand entries is written while the visitor waits, in a second or two. A larger one
is written in the background after each change; until that is done visitors get the file of the state before.
"""

import tempfile
from hashlib import blake2b
from inspect import getsource

import structlog
from django.core.cache import cache
from django.core.files import File
from django.db.models import Count, Max
from django.utils import timezone

from lk_addon.registry.models.register_file import RegisterFile
from lk_addon.registry.models.register_row import RegisterRow
from lk_addon.registry.public import exports, fields

Kind = RegisterFile.Kind
WRITERS = {Kind.XLSX: exports.write_xlsx, Kind.CSV: exports.write_csv}
MOST_AT_ONCE = 3000  # entries that are written while somebody waits
KEPT = 2  # files of a kind: the one before may still be on its way to somebody
LOCK_SECONDS = 15 * 60

log = structlog.get_logger(__name__)

_WRITTEN_BY = blake2b((getsource(exports) + getsource(fields)).encode(), digest_size=8).hexdigest()


def current(kind):
    """Return the file to give away now, or None while the first one of a large register is being made."""
    newest = RegisterFile.objects.filter(kind=kind).first()
    stamp = state_of_register()
    if newest and newest.stamp == stamp:
        return newest
    if RegisterRow.objects.count() <= MOST_AT_ONCE:
        return make(kind, stamp)
    return newest


def keep_fresh():
    """Make the files that are out of date; one worker at a time."""
    if not cache.add("register:files", "being made", LOCK_SECONDS):
        return
    try:
        stamp = state_of_register()
        for kind in Kind:
            newest = RegisterFile.objects.filter(kind=kind).first()
            if newest is None or newest.stamp != stamp:
                make(kind, stamp)
    finally:
        cache.delete("register:files")


def make(kind, stamp):
    """Write the register into a new file of this kind and drop those that nobody is given any more."""
    with tempfile.TemporaryFile() as written:
        entries = WRITERS[kind](written)
        written.seek(0)
        row = RegisterFile(kind=kind, stamp=stamp, entries=entries)
        row.file.save(f"reestr-{timezone.localdate()}.{kind}", File(written))
    for old in RegisterFile.objects.filter(kind=kind)[KEPT:]:
        old.file.delete(save=False)
        old.delete()
    log.info("register_file_made", kind=kind, entries=entries)
    return row


def state_of_register():
    """Return a text that changes with the register, with the day and with the way in which files are written.

    The number of entries tells of those that left it: the others' rows do not change then.
    """
    said = RegisterRow.objects.aggregate(latest=Max("changed_at"), entries=Count("pk"))
    stamp = repr((_WRITTEN_BY, timezone.localdate(), said["latest"], said["entries"]))
    return blake2b(stamp.encode(), digest_size=32).hexdigest()
