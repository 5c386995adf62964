"""The part of contracts and insurance in the cabinet."""

from lk_addon.cabinet import attention, duties, menu, tiles
from lk_addon.contracts import reminders
from lk_addon.contracts.views import obligations_tile

menu.register(
    menu.MenuItem(
        "contracts", "Договоры", "contracts:contracts", order=60, icon="file-earmark-ruled", service="contracts"
    )
)
menu.register(
    menu.MenuItem("insurance", "Страхование", "contracts:insurance", order=70, icon="umbrella", service="insurance")
)
tiles.register(
    tiles.Tile("obligations", "lk_addon/contracts/obligations_tile.html", order=20, context=obligations_tile)
)
attention.register("obligations", reminders.obligations)
attention.register("insurance", reminders.insurance)
duties.register("contracts", reminders.contract_terms)
duties.register("insurance", reminders.insurance_terms)
