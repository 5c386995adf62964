"""The tab «Взносы» of the back office's page of one member, and what waits for those who keep the ledger."""

from django.urls import reverse

from lk_addon.cabinet.staff_tasks import StaffTask
from lk_addon.finance.queries import balances_by_kind, members_with_balance, movements_of, state_on

SHOWN = 50


def fees_panel(request, member):
    """Return the state today, by kinds of fees, and the last lines."""
    return {"state": state_on(member), "kinds": balances_by_kind(member), "lines": movements_of(member)[:SHOWN]}


def fees_tasks(user):
    """Name those who owe, to whom may look after it."""
    if user.has_perm("finance.view_memberbalance"):
        address = f"{reverse('finance_memberbalance_modeladmin_index')}?state=debt"
        count = members_with_balance().filter(balance__gt=0).count()
        yield StaffTask(count, "организаций с задолженностью по взносам", address)
