"""Extracts on the staff's page of one member."""

from lk_addon.registry.extracts.queries import extracts_of


def extracts_panel(request, member):
    """Give the tab its rows."""
    return {"extracts": extracts_of(member).select_related("issued_by")}
