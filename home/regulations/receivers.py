"""What follows from the publication of an edition."""

from django.dispatch import receiver
from wagtail.signals import page_unpublished

from cms.core.pagecache import register_days
from cms.outbox.handlers import handler
from home.regulations import pdf, queries
from home.regulations.domain import editions
from home.regulations.models import Edition
from home.regulations.signals import edition_published, edition_refused

register_days(queries.next_days)


@receiver(edition_published)
def keep_evidence(revision, actor, source, **kwargs):
    """Record a publication; what is only scheduled is recorded when its time comes."""
    edition = Edition.objects.get(pk=revision.object_id)
    if edition.live and edition.live_revision_id == revision.pk:
        editions.record_publication(edition, actor=actor, source=source)


@receiver(edition_refused)
def take_off_schedule(revision, reason, **kwargs):
    """Do not try again and again what has become unlawful."""
    editions.refuse_publication(revision, reason=reason)


@receiver(page_unpublished, sender=Edition)
def note_withdrawal(instance, **kwargs):
    """Take a withdrawn edition out of search."""
    editions.record_withdrawal(instance)


@handler(editions.MAKE_PDF)
def make_pdf(edition_id):
    """Make the PDF of a published edition."""
    edition = Edition.objects.live().filter(pk=edition_id).first()
    if edition:
        pdf.make(edition)
