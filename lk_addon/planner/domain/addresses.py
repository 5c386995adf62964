"""Giving and revoking private addresses of the calendar."""

import secrets

from django.db import transaction
from django.utils import timezone

from cms.audit import domain as audit
from lk_addon.accounts.models import Mandate
from lk_addon.accounts.tokens import token_hash
from lk_addon.planner.models import CalendarAddress


@transaction.atomic
def give_address(*, mandate, actor):
    """Make a new address for the holder of ``mandate``; the one before it dies. Returns its key, kept nowhere."""
    _close(mandate)
    token = secrets.token_urlsafe(32)
    address = CalendarAddress.objects.create(mandate=mandate, token_hash=token_hash(token))
    audit.record("calendar_address.given", actor=actor, obj=address, login=mandate.login_label)
    return token


@transaction.atomic
def revoke_address(*, mandate, actor):
    """End the address of ``mandate``, if there is one. Returns whether there was."""
    closed = _close(mandate)
    if closed:
        audit.record("calendar_address.revoked", actor=actor, obj=mandate, login=mandate.login_label)
    return bool(closed)


def _close(mandate):
    Mandate.objects.select_for_update(no_key=True).get(pk=mandate.pk)  # two requests at once make one address
    return CalendarAddress.objects.filter(mandate=mandate, revoked_at=None).update(revoked_at=timezone.now())
