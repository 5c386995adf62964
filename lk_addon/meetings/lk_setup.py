"""What meetings add to the cabinet, to the kinds of document and to the back office."""

from lk_addon.cabinet import attention, departments, duties, menu, staff_tasks, tiles
from lk_addon.correspondence import kinds
from lk_addon.meetings import reminders
from lk_addon.meetings.staff.tasks import meeting_tasks
from lk_addon.meetings.submissions.ballot import BALLOT
from lk_addon.registry.staff_panels import register_timeline

menu.register(
    menu.MenuItem("meetings", "Собрания", "meetings:meetings", order=85, icon="calendar2-event", service="meetings")
)
tiles.register(
    tiles.Tile(
        "next-meeting",
        "lk_addon/meetings/next_meeting_tile.html",
        order=40,
        context=reminders.next_meeting_tile,
        service="meetings",
    )
)
attention.register("meetings", reminders.meetings_attention)
duties.register("meetings", reminders.meetings_duties)
departments.answer_for(departments.MEETINGS_DEPARTMENT, "meeting", "meetings")
staff_tasks.register("meetings", meeting_tasks)
register_timeline("meetings.attendance")
register_timeline("meetings.ballot")
kinds.register(BALLOT)
