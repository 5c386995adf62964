"""Files of meetings for staff; each download is journalled."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from lk_addon.cabinet.files import serve_private
from lk_addon.meetings.models import Material, Meeting

VIEW = "meetings.view_meeting"


@require_safe
@permission_required(VIEW, raise_exception=True)
def material(request, pk):
    """Give a paper of a meeting."""
    row = get_object_or_404(Material, pk=pk)
    return serve_private(request, row.file, row.file_name)


@require_safe
@permission_required(VIEW, raise_exception=True)
def minutes(request, pk):
    """Give the minutes of a meeting."""
    row = get_object_or_404(Meeting.objects.exclude(minutes_no=""), pk=pk)
    return serve_private(request, row.minutes_file, row.minutes_name)
