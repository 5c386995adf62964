"""The calendar's line of the menu and its tile."""

from lk_addon.cabinet import menu, tiles
from lk_addon.planner.views import duties_tile

menu.register(
    menu.MenuItem("calendar", "Календарь сроков", "planner:duties", order=15, icon="calendar3", service="calendar")
)
tiles.register(
    tiles.Tile(
        "duties", "lk_addon/planner/duties_tile.html", order=0, context=duties_tile, aside=True, service="calendar"
    )
)
