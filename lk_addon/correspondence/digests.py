"""The hash of what was sent: what the receipt states and what anybody may count again."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder

SAID = (
    "number",
    "role",
    "version",
    "outgoing_no",
    "outgoing_date",
    "signatory_name",
    "signatory_position",
    "signatory_basis",
    "text",
    "fields",
    "shown",
)


def digest_of(letter, files):
    """Return the SHA-256, in hex, of what ``letter`` says and of its files' names and hashes in their order."""
    said = {name: getattr(letter, name) for name in SAID}
    said["subject"] = letter.thread.subject
    said["sent_at"] = letter.sent_at
    said["files"] = [[file.name, file.sha256] for file in files]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()
