"""The part of contracts and insurance in the cabinet."""

from lk_addon.cabinet import attention, departments, duties, menu, staff_tasks, tiles
from lk_addon.contracts import public, reminders, staff_panels
from lk_addon.contracts.report_sources import SOURCES
from lk_addon.contracts.submissions.event import CONTRACTS, ODO_DOCS
from lk_addon.contracts.submissions.insurance import INSURANCE, INSURANCE_DOC
from lk_addon.contracts.submissions.notice import OBLIGATION_NOTICE
from lk_addon.contracts.views import obligations_tile
from lk_addon.correspondence import kinds, prefill
from lk_addon.registry.public.card import CardSection, register_section
from lk_addon.registry.staff_page import Panel, register_panel
from lk_addon.registry.staff_panels import register_timeline

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
attention.register("obligation-notice", reminders.notice)
duties.register("contracts", reminders.contract_terms)
duties.register("insurance", reminders.insurance_terms)
duties.register("obligation-notice", reminders.notice_terms)
register_panel(
    Panel(
        "contracts",
        "Договоры",
        400,
        "lk_addon/contracts/staff_contracts.html",
        staff_panels.contracts_panel,
        permission="contracts.view_contract",
    )
)
register_panel(
    Panel(
        "insurance",
        "Страхование",
        410,
        "lk_addon/contracts/staff_insurance.html",
        staff_panels.insurance_panel,
        permission="contracts.view_insurancecontract",
    )
)
register_section(
    CardSection(
        "obyazatelstva",
        "Совокупный размер обязательств",
        "lk_addon/contracts/public_obligations.html",
        public.public_obligations,
        order=20,
    )
)
register_section(
    CardSection(
        "strahovanie", "Страхование", "lk_addon/contracts/public_insurance.html", public.public_insurance, order=30
    )
)
register_timeline("contracts.contract")
register_timeline("contracts.insurancecontract")
register_timeline("contracts.obligationnotice")
departments.answer_for(departments.CONTROL_DEPARTMENT, "contract", "contracts", "odo-use", "insurance")
staff_tasks.register("contracts", staff_panels.contracts_tasks)
prefill.register(*SOURCES)
for form_of_kind in (CONTRACTS, ODO_DOCS, INSURANCE, INSURANCE_DOC, OBLIGATION_NOTICE):
    kinds.register(form_of_kind)
