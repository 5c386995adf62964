"""What control adds to the cabinet and to the public card of a member."""

from lk_addon.cabinet import attention, duties, menu
from lk_addon.registry.public.card import CardSection, register_section
from lk_addon.supervision.attention import control_attention
from lk_addon.supervision.duties import control_duties
from lk_addon.supervision.public import public_control

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
