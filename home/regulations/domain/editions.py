"""Changes of editions: evidence of publication, withdrawal, import."""

import hashlib

from django.db import transaction
from django.utils import timezone

from cms.audit import domain as audit
from cms.outbox import domain as outbox
from home.regulations.models import Clause, PublicationRecord

MAKE_PDF = "regulations.make_pdf"


@transaction.atomic
def record_publication(edition, *, actor=None, source=""):
    """Keep the evidence that the edition is published as it now is, and what follows from it (REQ-2.2, п. 2.2)."""
    record = PublicationRecord.objects.create(
        edition=edition,
        content_hash=edition.content_hash,
        file_hash=file_hash(edition.original_file) if edition.original_file else "",
        effective_from=edition.effective_from,
        published_on=edition.published_on,
        source=source,
        actor=actor,
    )
    rebuild_clauses(edition)
    outbox.enqueue(MAKE_PDF, key=f"{MAKE_PDF}:{edition.pk}:{record.pk}", edition_id=edition.pk)
    audit.record(
        "edition.published",
        actor=actor,
        obj=edition,
        content_hash=record.content_hash,
        file_hash=record.file_hash,
        effective_from=edition.effective_from,
        published_on=edition.published_on,
        source=source,
    )
    return record


def rebuild_clauses(edition):
    """Make the rows that search finds say what the edition's text says."""
    edition.clauses.all().delete()
    for order, block in enumerate(edition.blocks):
        Clause.objects.create(
            edition=edition, sort_order=order, number=block.number, heading=block.heading, text=block.text
        )


@transaction.atomic
def record_withdrawal(edition, *, actor=None):
    """Take the edition's clauses out of search and say in the journal that it is not public any more."""
    edition.clauses.all().delete()
    audit.record("edition.withdrawn", actor=actor, obj=edition, content_hash=edition.content_hash)


@transaction.atomic
def refuse_publication(revision, *, reason):
    """Take a scheduled edition off the schedule, because publishing it has become unlawful."""
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    audit.record("edition.publication_refused", obj=revision.content_object, reason=reason, at=timezone.now())


def file_hash(document):
    """Return the SHA-256, in hex, of the document's bytes."""
    with document.open_file() as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
