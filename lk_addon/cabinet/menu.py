"""The left menu. Each app registers its items in its ``lk_setup.py``; the shell knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class MenuItem:
    """A line of the left menu: a unique name, its label, the URL name it leads to, and its place from the top.

    ``service`` is the code of the service that the line opens, when staff may switch it off (REQ-6.3);
    the service's views are marked with :func:`lk_addon.cabinet.access.service`. ``count(request)`` gives how many
    things there are new to this person; it is called on every page of the cabinet.
    """

    name: str
    label: str
    url_name: str
    order: int
    icon: str = ""
    service: str = ""
    count: Callable | None = None


_items = {}


def register(item):
    """Add ``item`` to the menu. Raises ValueError when an item of that name is there already."""
    if item.name in _items:
        raise ValueError(f"cabinet menu item {item.name!r} is registered twice")
    _items[item.name] = item


def items():
    """Return the menu from top to bottom."""
    return sorted(_items.values(), key=lambda item: (item.order, item.name))
