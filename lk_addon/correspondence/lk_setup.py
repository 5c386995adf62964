"""Correspondence's part of the cabinet."""

from lk_addon.cabinet import attention, duties, staff_tasks
from lk_addon.correspondence import own_kinds, reminders  # noqa: F401 - the kinds register themselves
from lk_addon.registry.staff_panels import register_timeline

attention.register("undertakings", reminders.undertakings_near)
duties.register("undertakings", reminders.undertaking_terms)
staff_tasks.register("undertakings", reminders.undertaking_tasks)
register_timeline("correspondence.undertaking", "thread__member")
