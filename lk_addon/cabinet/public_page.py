"""What apps of the add-on put on the public page about the cabinet, and below it. Registered in ``lk_setup.py``."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A part of the page: a unique name, the template with its words, and addresses below the page.

    A view of ``urlpatterns`` is called with the page, the request and what its address captured.
    """

    name: str
    template: str
    urlpatterns: tuple = ()


_parts = {}


def register(part):
    """Add ``part``. Raises ValueError when a part of that name is there already."""
    if part.name in _parts:
        raise ValueError(f"part {part.name!r} of the public page is registered twice")
    _parts[part.name] = part


def parts():
    """Return the parts in the order of registration."""
    return list(_parts.values())


def urlpatterns():
    """Return the addresses of all parts."""
    return [pattern for part in _parts.values() for pattern in part.urlpatterns]
