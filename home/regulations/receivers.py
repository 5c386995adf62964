"""What follows from the publication of an edition."""

from django.dispatch import receiver
from wagtail.log_actions import get_active_log_context
from wagtail.signals import page_published, page_unpublished

from cms.core.pagecache import register_days
from cms.outbox.handlers import handler
from home.regulations import pdf, queries
from home.regulations.domain import editions
from home.regulations.models import Edition
from home.regulations.signals import edition_refused

register_days(queries.next_days)


@receiver(page_published, sender=Edition)
def keep_evidence(instance, revision, **kwargs):
    """Record a publication by whatever button or command; what is only scheduled is recorded when its time comes."""
    if instance.live and instance.live_revision_id == revision.pk:
        source = getattr(revision, "publication_source", "")  # the page's own form does not call Edition.publish
        editions.record_publication(instance, actor=get_active_log_context().user, source=source)


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
