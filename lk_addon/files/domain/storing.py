"""Files that come in at once: those that staff send to members, and papers that we make ourselves."""

import hashlib
from contextlib import ExitStack, contextmanager

from cms.audit import domain as audit
from cms.outbox.domain import enqueue
from lk_addon.cabinet.files import tidy_name
from lk_addon.files import accepted
from lk_addon.files.models import StoredFile


@contextmanager
def storing(files, *, member, actor):
    """Keep ``files`` (open, with names) in an act that lasts as long as the block; gives the rows.

    ``member`` is None for what goes to many. When the block fails, neither rows nor bytes are left.
    Raises ValidationError for a file that is not what its name says or may be harmful.
    """
    with ExitStack() as undo:
        with audit.act():
            yield [_store(file, member, actor, undo) for file in files]
        undo.pop_all()


def _store(file, member, actor, undo):
    name = tidy_name(file.name)
    media_type = accepted.check(file)
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    stored = StoredFile(
        member=member, name=name, size=file.size, sha256=digest, media_type=media_type, created_by=actor
    )
    stored.file.save(name, file, save=False)
    undo.callback(stored.file.storage.delete, stored.file.name)
    stored.save(force_insert=True)
    audit.record("file.received", actor=actor, obj=stored, size=stored.size, sha256=digest)
    enqueue("files.scan", key=f"files.scan:{stored.pk}", file=str(stored.pk))
    return stored
