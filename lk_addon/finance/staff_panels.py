"""The tab «Взносы» of the back office's page of one member."""

from lk_addon.finance.queries import balances_by_kind, movements_of, state_on

SHOWN = 50


def fees_panel(request, member):
    """Return the state today, by kinds of fees, and the last lines."""
    return {"state": state_on(member), "kinds": balances_by_kind(member), "lines": movements_of(member)[:SHOWN]}
