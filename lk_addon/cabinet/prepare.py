"""What the cabinet cannot do without."""

from django.dispatch import receiver

from cms.core.pages import ensure_page
from cms.core.signals import prepare_requested
from cms.users.groups import ADMINISTRATORS, grant
from home.pages.models import HomePage
from lk_addon.cabinet.models import CabinetPage

#: The group of staff who keep the register, give access and read what members send.
MEMBER_DEPARTMENT = "Отдел по работе с членами"
#: Those who keep the ledger of fees.
ACCOUNTING_DEPARTMENT = "Бухгалтерия"
#: Those who keep contracts, insurance and inspections.
CONTROL_DEPARTMENT = "Отдел контроля"
#: Those who register letters and answer what belongs to no other department.
CORRESPONDENCE_DEPARTMENT = "Канцелярия"
DEPARTMENTS = (MEMBER_DEPARTMENT, ACCOUNTING_DEPARTMENT, CONTROL_DEPARTMENT, CORRESPONDENCE_DEPARTMENT)


@receiver(prepare_requested)
def prepare_cabinet(**kwargs):
    """Make the public page about the cabinet and let the departments into the staff admin."""
    home = HomePage.objects.get()
    ensure_page(home, CabinetPage, slug="lichnyy-kabinet", title="Личный кабинет", show_in_menus=True)
    for department in DEPARTMENTS:
        grant(department, "wagtailadmin.access_admin")
    grant(MEMBER_DEPARTMENT, "cabinet.view_feedback", "cabinet.switch_service")
    grant(ADMINISTRATORS, "cabinet.switch_service")
