"""Certificates of unavailability for staff."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from lk_addon.cabinet.files import serve_private
from lk_addon.correspondence.models import UnavailabilityCertificate


@require_safe
@permission_required("correspondence.view_unavailabilitycertificate", raise_exception=True)
def certificate(request, pk):
    """Give the file as it was issued."""
    row = get_object_or_404(UnavailabilityCertificate, pk=pk)
    return serve_private(request, row.file, row.file_name)
