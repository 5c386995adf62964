"""What correspondence adds to the cabinet and to the back office."""

from lk_addon.cabinet import attention, duties, menu, staff_tasks
from lk_addon.correspondence import own_kinds, reminders  # noqa: F401 - the kinds register themselves
from lk_addon.correspondence.staff import setup  # noqa: F401 - registers
from lk_addon.registry.staff_panels import register_timeline

menu.register(
    menu.MenuItem("unavailability", "Перерывы в работе", "unavailability:outages", order=890, icon="cone-striped")
)
attention.register("undertakings", reminders.undertakings_near)
duties.register("undertakings", reminders.undertaking_terms)
staff_tasks.register("undertakings", reminders.undertaking_tasks)
register_timeline("correspondence.undertaking", "thread__member")
