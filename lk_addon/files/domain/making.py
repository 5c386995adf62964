"""Files that the SRO itself makes: they go the same way as those that came in."""

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction

from cms.audit import domain as audit
from cms.outbox.domain import enqueue
from lk_addon.cabinet.files import tidy_name
from lk_addon.files.models import StoredFile


@transaction.atomic
def keep_made(*, member, name, content, media_type, actor):
    """Keep the bytes ``content``, made for ``member``, as a :class:`StoredFile`; the antivirus is asked as always.

    A file that a transaction undone later has left on the disk has no row and is given to nobody.
    """
    stored = StoredFile(
        member=member,
        name=tidy_name(name),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        media_type=media_type,
        created_by=actor,
    )
    stored.file.save(stored.name, ContentFile(content), save=False)
    stored.save(force_insert=True)
    audit.record("file.made", actor=actor, obj=stored, size=stored.size, sha256=stored.sha256)
    enqueue("files.scan", key=f"files.scan:{stored.pk}", file=str(stored.pk))
    return stored
