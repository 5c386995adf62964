"""Writing the audit journal and checking its chain.

The journal is one chain, so whoever writes to it makes all others wait until the commit. Hence one order for every
transaction: rows first, the journal last. An act that locks more rows after its first entry, or calls others that
do, is an :func:`act`; one that meets another at the same row would else stop both of them.
"""

import hashlib
import json
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils import timezone
from structlog.contextvars import get_contextvars

from cms.audit.models import AuditEntry

CHAIN_LOCK = 0x4155444954  # "AUDIT": the advisory lock that makes writers wait for each other

_held_back = ContextVar("entries that wait for the end of the act", default=None)


@contextmanager
def act():
    """Be one act, in one transaction, whose entries are written at its end and in their order; also a decorator.

    Entries of an act inside of an act wait for the end of the outer one, and are dropped where the inner one fails.
    """
    outer = _held_back.get()
    token = _held_back.set([])
    try:
        with transaction.atomic():
            yield
            entries = _held_back.get()
            for entry in entries if outer is None else ():
                _chain(entry)
    finally:
        _held_back.reset(token)
    if outer is not None:
        outer.extend(entries)


def record(action, *, actor=None, obj=None, **data):
    """Add one entry in the caller's transaction: no change without its entry, no entry without its change.

    ``action`` is a dotted name such as ``member.excluded``; ``data`` must be JSON and hold no secrets.
    The client's address comes from the request in progress, see ``cms.core.middleware``.
    So does the name of the system, where a program and not a person asked for the act.
    """
    context = get_contextvars()
    if "system" in context:
        data["system"] = context["system"]
    entry = AuditEntry(
        actor=actor,
        action=action,
        object_type=obj._meta.label_lower if obj is not None else "",
        object_id=str(obj.pk) if obj is not None else "",
        ip_address=context.get("ip"),
        data=json.loads(json.dumps(data, cls=DjangoJSONEncoder)),
    )
    waiting = _held_back.get()
    if waiting is None:
        _chain(entry)
    else:
        waiting.append(entry)
    return entry


@transaction.atomic
def _chain(entry):
    """Write the entry as the next of the chain; its time is that of the writing, so that times never go back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    entry.at = timezone.now()
    entry.previous_hash = AuditEntry.objects.order_by("-pk").values_list("hash", flat=True).first() or ""
    entry.hash = entry_hash(entry)
    entry.save(force_insert=True)


def entry_hash(entry):
    """Return the SHA-256, in hex, of everything the entry says and of the entry before it."""
    said = [
        entry.previous_hash,
        entry.at.isoformat(),
        entry.actor_id,
        entry.action,
        entry.object_type,
        entry.object_id,
        entry.ip_address,
        entry.data,
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def first_broken_entry():
    """Return the first entry that was altered or whose predecessor is missing, or None."""
    previous = ""
    for entry in AuditEntry.objects.order_by("pk").iterator():
        if entry.previous_hash != previous or entry.hash != entry_hash(entry):
            return entry
        previous = entry.hash
    return None
