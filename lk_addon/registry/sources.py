"""From a row of the register to the document upon which it was written; the room that keeps documents says where."""

from typing import NamedTuple


class Source(NamedTuple):
    """A document in words, and its page in the back office."""

    words: str
    address: str


_finders = {}


def register(name, find):
    """Add ``find(user, rows) -> {key: Source}`` for rows of one model: one query, and only what ``user`` may see.

    Raises ValueError when ``name`` is there already.
    """
    if name in _finders:
        raise ValueError(f"sources of rows {name!r} are registered twice")
    _finders[name] = find


def with_sources(user, rows):
    """Return ``rows`` (of one model) as a list, each with its :class:`Source`, or None, as ``source``."""
    rows, found = list(rows), {}
    for find in _finders.values():
        found |= find(user, rows)
    for row in rows:
        row.source = found.get(row.pk)
    return rows
