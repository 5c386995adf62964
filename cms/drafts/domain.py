"""Giving a link to a draft and taking it back."""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from cms.audit.domain import record
from cms.drafts.models import DraftLink


@transaction.atomic
def give_link(*, page, days, note="", actor):
    """Make a link to the latest draft of ``page`` for so many days. Returns the link and its token, shown this once."""
    token = secrets.token_urlsafe(32)
    link = DraftLink.objects.create(
        page=page,
        token_hash=hash_of(token),
        note=note,
        created_by=actor,
        expires_at=timezone.now() + timedelta(days=days),
    )
    record("draft_link.given", actor=actor, obj=link, page=page.pk, expires_at=link.expires_at)
    return link, token


@transaction.atomic
def revoke_link(*, link, actor):
    """End a link before its time; one that was revoked stays so."""
    link = DraftLink.objects.select_for_update(no_key=True).get(pk=link.pk)
    if link.revoked_at is None:
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])
        record("draft_link.revoked", actor=actor, obj=link, page=link.page_id)
    return link


def hash_of(token):
    """Return what is kept of a token."""
    return sha256(token.encode()).hexdigest()
