"""Writing the audit journal and checking its chain."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils import timezone
from structlog.contextvars import get_contextvars

from cms.audit.models import AuditEntry

CHAIN_LOCK = 0x4155444954  # "AUDIT": the advisory lock that makes writers wait for each other


@transaction.atomic
def record(action, *, actor=None, obj=None, **data):
    """Add one entry in the caller's transaction: no change without its entry, no entry without its change.

    ``action`` is a dotted name such as ``member.excluded``; ``data`` must be JSON and hold no secrets.
    The client's address comes from the request in progress, see ``cms.core.middleware``.
    So does the name of the system, where a program and not a person asked for the act.
    """
    context = get_contextvars()
    if "system" in context:
        data["system"] = context["system"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    last = AuditEntry.objects.order_by("-pk").values_list("hash", flat=True).first()
    entry = AuditEntry(
        at=timezone.now(),
        actor=actor,
        action=action,
        object_type=obj._meta.label_lower if obj is not None else "",
        object_id=str(obj.pk) if obj is not None else "",
        ip_address=context.get("ip"),
        data=json.loads(json.dumps(data, cls=DjangoJSONEncoder)),
        previous_hash=last or "",
    )
    entry.hash = entry_hash(entry)
    entry.save(force_insert=True)
    return entry


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
