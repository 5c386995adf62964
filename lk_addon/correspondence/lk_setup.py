"""What correspondence adds to the cabinet and to the back office."""

from lk_addon.cabinet import menu
from lk_addon.correspondence.staff import setup  # noqa: F401 - registers

menu.register(
    menu.MenuItem("unavailability", "Перерывы в работе", "unavailability:outages", order=890, icon="cone-striped")
)
