"""Changes of editions: evidence of publication, withdrawal, import."""

import hashlib
from datetime import datetime, time

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from wagtail.documents.models import Document

from cms.audit import domain as audit
from cms.outbox import domain as outbox
from home.regulations import notation
from home.regulations.models import Clause, Edition, PublicationRecord, Regulation, RegulationsIndexPage

MAKE_PDF = "regulations.make_pdf"


class ConflictError(ValueError):
    """Another edition of the regulation takes effect on the same day; the message says so."""


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


@transaction.atomic
def import_edition(*, slug, title, file_name, file_data, draft=False, actor=None, **facts):
    """Make an edition of the regulation ``slug`` (made when missing) from a recognised file, and publish it.

    ``facts`` are text, effective_from, published_on and, when they are known,
    approved_by and approved_on. A publication that lies ahead is scheduled;
    without ``published_on`` the day is that on which the edition appears.

    Returns (edition, created); the same content on the same day is not imported
    twice. Raises ConflictError, or ValidationError where the dates contradict
    REQ-2.2 or a person (``actor``) publishes without an order.
    """
    regulation = ensure_regulation(slug=slug, title=title)
    same = _imported_before(regulation, text=facts["text"], effective_from=facts["effective_from"])
    if same:
        return same, False
    edition = _new_edition(regulation, file_name=file_name, **facts)
    edition.original_file = Document.objects.create(
        title=f"{regulation.title}: {file_name}", file=ContentFile(file_data, name=file_name)
    )
    regulation.add_child(instance=edition)
    revision = edition.save_revision(user=actor)
    audit.record("edition.imported", actor=actor, obj=edition, file=file_name, effective_from=edition.effective_from)
    if not draft:
        edition.publish(revision, user=actor, source=f"импорт файла {file_name}", skip_permission_checks=True)
    edition.refresh_from_db()
    return edition, True


def _imported_before(regulation, *, text, effective_from):
    """Return the edition with this text and day, or None. Raises ConflictError where the day has another text."""
    same_day = Edition.objects.child_of(regulation).filter(effective_from=effective_from).first()
    if same_day and notation.read(same_day.text) != notation.read(text):
        raise ConflictError(
            f"У регламента «{regulation.title}» уже есть редакция, действующая с {effective_from:%d.%m.%Y}, "
            f"с другим текстом. Ничего не изменено."
        )
    return same_day


def _new_edition(regulation, *, file_name, published_on, **facts):
    """Return the next edition, not saved yet: published before, or scheduled when its day lies ahead."""
    last = Edition.objects.child_of(regulation).order_by("number").last()
    edition = Edition(number=last.number + 1 if last else 1, live=False, **facts)
    if published_on and published_on > timezone.localdate():
        edition.go_live_at = _midnight(published_on)
    elif published_on:
        edition.published_on, edition.published_where = published_on, f"по данным импорта файла {file_name}"
    edition.full_clean(exclude=["path", "depth", "slug"])
    return edition


def ensure_regulation(*, slug, title, summary=""):
    """Return the regulation at /dokumenty/<slug>/, made and published when there is none."""
    regulation = Regulation.objects.filter(slug=slug).first()
    if regulation is None:
        index = RegulationsIndexPage.objects.get()
        regulation = index.add_child(instance=Regulation(slug=slug, title=title, summary=summary))
        regulation.save_revision().publish()
    return regulation


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))
