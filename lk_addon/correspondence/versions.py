"""What a corrected version says otherwise than the one before it: both stand side by side (REQ-3.1.V9, REQ-3.2)."""

from itertools import pairwise
from typing import NamedTuple

from lk_addon.correspondence.models import Letter

VERSIONS = (Letter.Role.SUBMISSION, Letter.Role.CORRECTION)
ENVELOPE = ("outgoing_no", "outgoing_date", "signatory_name", "signatory_position", "signatory_basis")
FILES = "Файлы"


class Change(NamedTuple):
    """A field as the version before had it and as this one has it; empty where one of them has no such field."""

    label: str
    before: str
    now: str


def changes_in(letters):
    """Return, by the key of each corrected version among ``letters``, its :class:`Change` rows; no query.

    ``letters`` is a whole thread in order, with attachments and their files fetched.
    """
    versions = [letter for letter in letters if letter.role in VERSIONS]
    return {now.pk: _between(before, now) for before, now in pairwise(versions)}


def _between(before, now):
    was, stands = _said(before), _said(now)
    labels = [*stands, *(label for label in was if label not in stands)]
    rows = [Change(label, was.get(label, ""), stands.get(label, "")) for label in labels]
    rows = [row for row in rows if row.before != row.now]
    old, new = _files(before), _files(now)
    if old != new:
        rows.append(Change(FILES, _names(old), _names(new)))
    return rows


def _said(letter):
    """Return what the letter says by its labels; the rows of a list stand under one label, line by line."""
    said = {}
    for label, value in letter.shown:
        said[label] = f"{said[label]}\n{value}" if label in said else str(value)
    said[_title("text")] = letter.text
    return said | {_title(name): _words(getattr(letter, name)) for name in ENVELOPE}


def _title(name):
    title = Letter._meta.get_field(name).verbose_name
    return title[0].upper() + title[1:]


def _words(value):
    return f"{value:%d.%m.%Y}" if value and not isinstance(value, str) else value or ""


def _files(letter):
    """Return names and hashes: a file of the same name with other bytes is another file."""
    return [(one.file.name, one.file.sha256) for one in letter.attachments.all()]


def _names(files):
    return "\n".join(name for name, _digest in files)
