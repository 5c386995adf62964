"""Giving tokens to other systems and taking them back."""

import hashlib
import secrets
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cms.audit import domain as audit
from lk_addon.exchange.models import ApiToken

BYTES = 32
NOTED_EVERY = timedelta(minutes=1)  # the last use need not be known closer


@transaction.atomic
def issue_token(*, system, scopes, valid_to, actor, note=""):
    """Make a token and return it as (row, secret): the secret is known now and never again.

    Raises ValidationError for a day that has passed, an unknown scope or none at all.
    """
    secret = secrets.token_urlsafe(BYTES)
    token = ApiToken(system=system, scopes=scopes, valid_to=valid_to, note=note, token_hash=hash_of(secret))
    token.created_by = actor
    token.full_clean()
    token.save(force_insert=True)
    audit.record("api_token.issued", actor=actor, obj=token, system=system, scopes=scopes, valid_to=valid_to)
    return token, secret


@transaction.atomic
def revoke_token(*, token, actor):
    """Let the token open nothing from now on. Raises ValidationError where it was revoked before."""
    token = ApiToken.objects.select_for_update(no_key=True).get(pk=token.pk)
    if token.revoked_at:
        raise ValidationError("Токен уже отозван.", code="revoked")
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])
    audit.record("api_token.revoked", actor=actor, obj=token, system=token.system)
    return token


def note_use(token):
    """Remember when the token was last used; a call right after another is not written."""
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at < now - NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


def hash_of(secret):
    """Return what is stored of a token; it is random and long, so a plain hash gives nothing away."""
    return hashlib.sha256(secret.encode()).hexdigest()
