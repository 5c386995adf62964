"""From the page of a member to its cabinet, as the member sees it."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from lk_addon.cabinet.addresses import cabinet_url
from lk_addon.registry.models import Member


@require_safe
@permission_required("accounts.view_cabinet", raise_exception=True)
def look_in(request, pk):
    """Lead to the member in the cabinet. Its host has sessions of its own: there the employee signs in first."""
    member = get_object_or_404(Member, pk=pk)
    return redirect(f"{cabinet_url('accounts:choose_member')}?{urlencode({'q': member.registration_number})}")
