"""Tabs of the back office's page of one member: contracts and insurance."""

from lk_addon.contracts.limits import odo_use
from lk_addon.contracts.queries import contracts_of, insurance_of

SHOWN = 50


def contracts_panel(request, member):
    """Return the use of the limit and the last contracts."""
    return {"use": odo_use(member), "contracts": contracts_of(member)[:SHOWN]}


def insurance_panel(request, member):
    """Return the last policies."""
    return {"policies": insurance_of(member)[:SHOWN]}
