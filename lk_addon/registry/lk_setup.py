"""The register's part of the cabinet."""

from lk_addon.cabinet import banners, menu, tiles
from lk_addon.registry.views.organization import organization_tile
from lk_addon.registry.views.rights import rights_tile, suspension_banner

menu.register(menu.MenuItem("organization", "Организация", "registry:organization", order=10, icon="building"))
menu.register(menu.MenuItem("rights", "Право и уровни", "registry:rights", order=20, icon="patch-check"))
menu.register(menu.MenuItem("funds", "Компенсационные фонды", "registry:funds", order=40, icon="bank"))
tiles.register(
    tiles.Tile("organization", "lk_addon/registry/organization_tile.html", order=10, context=organization_tile)
)
tiles.register(tiles.Tile("rights", "lk_addon/registry/rights_tile.html", order=20, context=rights_tile))
banners.register("suspension", suspension_banner)
