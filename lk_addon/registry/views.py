"""The member's own entry of the register."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from lk_addon.registry.entry import entry_rows


@require_safe
def organization(request):
    """«Сведения реестра»: every field of the entry with its date (REQ-3.1.V1, регламент п. 3.1)."""
    member = request.entrance.member
    context = {"member": member, "entry": entry_rows(member), "heads": member.current_heads()}
    return render(request, "lk_addon/registry/organization.html", context)


def organization_tile(request):
    """Give the dashboard's tile the entry it sums up."""
    return {"member": request.entrance.member}
