"""What control adds to the cabinet, the public card of a member and its page in the back office."""

from lk_addon.cabinet import attention, departments, duties, menu, staff_tasks
from lk_addon.correspondence import kinds, prefill
from lk_addon.registry.public.card import CardSection, register_section
from lk_addon.registry.staff_page import Panel, register_panel
from lk_addon.registry.staff_panels import register_timeline
from lk_addon.supervision.attention import control_attention
from lk_addon.supervision.duties import control_duties
from lk_addon.supervision.public import public_control
from lk_addon.supervision.report_sources import SOURCES
from lk_addon.supervision.staff import panels
from lk_addon.supervision.submissions.inspection import INSPECTION, INSPECTION_DOCS
from lk_addon.supervision.submissions.report import ANNUAL_REPORT
from lk_addon.supervision.submissions.specialist import STAFF_DOCS

menu.register(
    menu.MenuItem(
        "inspections", "Проверки", "supervision:inspections", order=30, icon="clipboard-check", service="inspections"
    )
)
menu.register(
    menu.MenuItem(
        "specialists", "Специалисты", "supervision:specialists", order=75, icon="people", service="specialists"
    )
)
menu.register(
    menu.MenuItem("reports", "Отчёты", "supervision:reports", order=80, icon="file-earmark-text", service="reports")
)
duties.register("control", control_duties)
attention.register("control", control_attention)
register_section(
    CardSection(
        "proverki", "Проверки и меры воздействия", "lk_addon/supervision/public_section.html", public_control, order=40
    )
)

PARTS = "lk_addon/supervision/staff"
register_panel(
    Panel(
        "inspections",
        "Проверки и отчёты",
        60,
        f"{PARTS}/member_inspections.html",
        panels.inspections_panel,
        permission="supervision.view_inspection",
    )
)
register_panel(
    Panel(
        "specialists",
        "Специалисты",
        70,
        f"{PARTS}/member_specialists.html",
        panels.specialists_panel,
        permission="supervision.view_specialist",
    )
)
register_timeline("supervision.inspection")
register_timeline("supervision.disciplinaryaction")
register_timeline("supervision.annualreport")
register_timeline("supervision.requesteddocument", "inspection__member")
register_timeline("supervision.violation", "inspection__member")
register_timeline("supervision.specialist")
register_timeline("supervision.specialistdocument", "specialist__member")
departments.answer_for(
    departments.CONTROL_DEPARTMENT,
    "inspection",
    "inspections",
    "measures",
    "report",
    "reports",
    "specialist",
    "specialists",
)
staff_tasks.register("control", panels.control_tasks)
prefill.register(*SOURCES)
for form_of_kind in (INSPECTION, INSPECTION_DOCS, ANNUAL_REPORT, STAFF_DOCS):
    kinds.register(form_of_kind)
