"""Tabs of the back office's page of one member: contracts and insurance; what waits for those who keep them."""

from django.urls import reverse

from lk_addon.cabinet.staff_tasks import StaffTask
from lk_addon.contracts.limits import odo_use
from lk_addon.contracts.models import ContractNotice
from lk_addon.contracts.queries import contracts_of, insurance_of, insurance_to_renew

SHOWN = 50


def contracts_panel(request, member):
    """Return the use of the limit and the last contracts."""
    return {"use": odo_use(member), "contracts": contracts_of(member)[:SHOWN]}


def insurance_panel(request, member):
    """Return the last policies."""
    return {"policies": insurance_of(member)[:SHOWN]}


def contracts_tasks(user):
    """Name what members owe to whom may look after it: notices that did not come, policies with nothing after them."""
    if user.has_perm("contracts.view_contractnotice"):
        address = reverse("contracts_contractnotice_modeladmin_index")
        text = "уведомлений о договорах не пришло в срок"
        yield StaffTask(ContractNotice.objects.missing().count(), text, f"{address}?told=missing", overdue=True)
    if user.has_perm("contracts.view_insurancecontract"):
        address = reverse("contracts_insurancecontract_modeladmin_index")
        text = "договоров страхования заканчиваются или закончились без продления"
        yield StaffTask(insurance_to_renew().count(), text, f"{address}?term=renew")
