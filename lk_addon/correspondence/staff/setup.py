"""Registers what correspondence adds to the back office."""

from lk_addon.cabinet import departments, staff_tasks
from lk_addon.correspondence.staff import panels
from lk_addon.registry.staff_page import Panel, register_panel
from lk_addon.registry.staff_panels import register_timeline

staff_tasks.register("correspondence", panels.correspondence_tasks)
staff_tasks.register("notices", panels.notice_tasks)
register_panel(
    Panel(
        "correspondence",
        "Переписка",
        50,
        "lk_addon/correspondence/staff/member.html",
        panels.correspondence_panel,
        permission="correspondence.view_thread",
    )
)
register_timeline("correspondence.thread")
register_timeline("correspondence.letter", "thread__member")
register_timeline("correspondence.unavailabilitycertificate")
departments.answer_for(departments.CORRESPONDENCE_DEPARTMENT, "correspondence", "unavailability")
