"""What the cabinet cannot do without."""

from django.dispatch import receiver

from cms.core.pages import ensure_page
from cms.core.signals import prepare_requested
from cms.users.groups import ADMINISTRATORS, grant
from home.pages.models import HomePage
from lk_addon.cabinet.departments import (
    ACCOUNTING_DEPARTMENT,
    CONTROL_DEPARTMENT,
    CORRESPONDENCE_DEPARTMENT,
    DEPARTMENTS,
    MEETINGS_DEPARTMENT,
    MEMBER_DEPARTMENT,
    REGISTER_DEPARTMENT,
)
from lk_addon.cabinet.models import CabinetPage

__all__ = [
    "ACCOUNTING_DEPARTMENT",
    "CONTROL_DEPARTMENT",
    "CORRESPONDENCE_DEPARTMENT",
    "DEPARTMENTS",
    "MEETINGS_DEPARTMENT",
    "MEMBER_DEPARTMENT",
    "REGISTER_DEPARTMENT",
]


@receiver(prepare_requested)
def prepare_cabinet(**kwargs):
    """Make the public page about the cabinet and let the departments into the staff admin."""
    home = HomePage.objects.get()
    ensure_page(home, CabinetPage, slug="lichnyy-kabinet", title="Личный кабинет", show_in_menus=True)
    for department in DEPARTMENTS:
        grant(department, "wagtailadmin.access_admin", "cabinet.view_feedback", "cabinet.handle_feedback")
    everything = ("cabinet.view_feedback", "cabinet.handle_feedback", "cabinet.view_all_feedback")
    grant(MEMBER_DEPARTMENT, "cabinet.view_all_feedback", "cabinet.switch_service")
    grant(ADMINISTRATORS, *everything, "cabinet.switch_service")
