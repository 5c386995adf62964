"""What must be forgotten, and written anew, when a notice, its messages or its visibility change."""

from uuid import uuid4

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from cms.core import pagecache
from cms.outbox.domain import enqueue
from home.outages.models import OutageNotice, OutageUpdate
from home.outages.queries import forget_current, next_boundary

pagecache.register_boundary(next_boundary)  # kept pages end with the phase of a notice


@receiver([post_save, post_delete], sender=OutageNotice)
@receiver([post_save, post_delete], sender=OutageUpdate)
@receiver([post_save, post_delete], sender=PageViewRestriction)
@receiver([post_page_move, page_slug_changed])
def forget_cached_notices(**kwargs):
    """Forget now for this transaction, and after the commit for all others."""
    forget_current()
    transaction.on_commit(forget_current)


@receiver([page_published, page_unpublished, post_delete], sender=OutageNotice)
def renew_fallback(instance, **kwargs):
    """Write the static copy again: the same save that tells readers tells the web server."""
    enqueue("outages.fallback", key=f"outages.fallback:{instance.pk}:{uuid4().hex}")
