"""Which links work, and which an editor sees."""

from django.utils import timezone
from wagtail.permissions import page_permission_policy

from cms.drafts.domain import hash_of
from cms.drafts.models import DraftLink


def valid_link(token):
    """Return the link with this token, or None when there is none, it has expired or was revoked."""
    links = DraftLink.objects.filter(revoked_at=None, expires_at__gt=timezone.now()).select_related("page")
    return links.filter(token_hash=hash_of(token)).first()


def links_managed_by(user):
    """Return the links to pages that this person may change, the newest first."""
    pages = page_permission_policy.instances_user_has_permission_for(user, "change")
    return DraftLink.objects.filter(page__in=pages).select_related("page", "created_by").order_by("-created_at")
