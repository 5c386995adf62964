"""What the house knows of a member for a year, offered to forms that staff put together themselves.

A room that keeps something registers it in its ``lk_setup.py`` under a code; a field of a form names the code.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """Something that a field may be filled with. ``value(member, year)`` returns what the field shows, or None."""

    code: str
    title: str
    value: Callable


_sources = {}


def register(*sources):
    """Add them. Raises ValueError when a code is taken."""
    for source in sources:
        if source.code in _sources:
            raise ValueError(f"there is a source {source.code!r} already")
        _sources[source.code] = source


def choices():
    """Return (code, title) pairs for the form of staff, by title."""
    return sorted(((source.code, source.title) for source in _sources.values()), key=lambda pair: pair[1])


def known(code, member, year):
    """Return what is known under ``code``; None where nobody registers it any more, or nothing is known."""
    source = _sources.get(code)
    return source.value(member, year) if source else None
