"""Files that were uploaded for a letter and went with none: taken out of a draft, or thrown away with it."""

from datetime import timedelta

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from cms.audit import domain as audit
from lk_addon.files.models import StoredFile

KEPT = timedelta(days=2)  # long enough for a page that has uploaded a file and has not been saved yet


def clear_loose_files(now=None):
    """Delete what lies in no draft and no letter for two days, the bytes with it. Returns how many files.

    One whose signature was checked stays as evidence of the check, and one that another room points at stays with it.
    """
    old = StoredFile.objects.filter(member__isnull=False, created_at__lt=(now or timezone.now()) - KEPT)
    loose = old.filter(
        draft_file=None, attachments=None, signatures=None, checks_as_document=None, checks_as_signature=None
    )
    return sum(map(_cleared, loose.values_list("pk", flat=True)))


def _cleared(key):
    try:
        with transaction.atomic():
            file = StoredFile.objects.select_for_update(no_key=True, of=("self",)).get(pk=key)
            audit.record("file.cleared", actor=None, obj=file, size=file.size, sha256=file.sha256)
            storage, name = file.file.storage, file.file.name
            file.delete()
            transaction.on_commit(lambda: storage.delete(name))
    except ProtectedError:  # put to something in this very moment, or kept by a row of another room
        return False
    return True
