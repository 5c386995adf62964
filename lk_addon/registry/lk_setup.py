"""The register's part of the cabinet."""

from lk_addon.cabinet import menu, tiles
from lk_addon.registry.views import organization_tile

menu.register(menu.MenuItem("organization", "Организация", "registry:organization", order=10, icon="building"))
tiles.register(
    tiles.Tile("organization", "lk_addon/registry/organization_tile.html", order=10, context=organization_tile)
)
