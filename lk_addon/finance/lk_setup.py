"""The ledger's part of the cabinet."""

from lk_addon.cabinet import attention, departments, duties, menu, staff_tasks, tiles
from lk_addon.correspondence.kinds import FormOfKind
from lk_addon.correspondence.kinds import register as register_kind
from lk_addon.finance import decisions, reminders, staff_panels
from lk_addon.finance.requests import AccountingForm
from lk_addon.finance.views import fees_tile
from lk_addon.registry.staff_page import Panel, register_panel
from lk_addon.registry.staff_panels import register_timeline

menu.register(menu.MenuItem("fees", "Членские взносы", "finance:fees", order=50, icon="wallet2", service="fees"))
tiles.register(tiles.Tile("fees", "lk_addon/finance/fees_tile.html", order=30, context=fees_tile))
attention.register("fees", reminders.debt)
duties.register("fees", reminders.dues)
register_panel(
    Panel(
        "fees",
        "Взносы",
        300,
        "lk_addon/finance/staff_panel.html",
        staff_panels.fees_panel,
        permission="finance.view_memberbalance",
    )
)
register_timeline("finance.movement")
departments.answer_for(departments.ACCOUNTING_DEPARTMENT, "fee")
staff_tasks.register("fees", staff_panels.fees_tasks)
register_kind(
    FormOfKind(
        "accounting",
        AccountingForm,
        "lk_addon/finance/request.html",
        decisions=(decisions.RECONCILE, decisions.CERTIFY),
    )
)
