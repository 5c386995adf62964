"""Bands above every page of the cabinet: what a member must not overlook, wherever it is.

Each app registers a function in its ``lk_setup.py``. It is called on every page: one query at most.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Banner:
    """One sentence, the cabinet's page about it, and how grave it is: ``danger`` or ``warning``."""

    text: str
    url_name: str
    link: str = "Подробнее"
    level: str = "danger"


_functions = {}


def register(name, function):
    """Add ``function(request) -> Banner or None``. Raises ValueError when ``name`` is there already."""
    if name in _functions:
        raise ValueError(f"banner {name!r} is registered twice")
    _functions[name] = function


def banners(request):
    """Return the bands for the member in view, none where no member is."""
    entrance = getattr(request, "entrance", None)
    if entrance is None or entrance.member is None:
        return []
    return [banner for function in _functions.values() if (banner := function(request))]
