"""Tiles of the dashboard. Each app registers its own in its ``lk_setup.py``."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Tile:
    """A tile: a unique name, a template, its place, and a function from the request to the template's context.

    ``aside`` puts it into the narrow column beside what needs attention. ``service`` names the service
    that the tile belongs to: the tile goes when staff switch that off (REQ-6.3).
    """

    name: str
    template: str
    order: int
    context: Callable
    aside: bool = False
    service: str = ""


_tiles = {}


def register(tile):
    """Add ``tile`` to the dashboard. Raises ValueError when a tile of that name is there already."""
    if tile.name in _tiles:
        raise ValueError(f"cabinet tile {tile.name!r} is registered twice")
    _tiles[tile.name] = tile


def tiles():
    """Return the tiles in the order of the dashboard."""
    return sorted(_tiles.values(), key=lambda tile: (tile.order, tile.name))
