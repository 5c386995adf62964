"""Files of control for staff; each download is journalled."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from lk_addon.cabinet.files import serve_private
from lk_addon.files.views import give
from lk_addon.supervision.models import (
    DisciplinaryAction,
    Inspection,
    PresentedFile,
    ReportVersion,
    RequestedDocument,
    SpecialistDocument,
)


@require_safe
@permission_required("supervision.view_inspection", raise_exception=True)
def act(request, pk):
    """Give the act of an inspection."""
    row = get_object_or_404(Inspection.objects.exclude(act_no=""), pk=pk)
    return serve_private(request, row.act_file, row.act_name)


@require_safe
@permission_required("supervision.view_inspection", raise_exception=True)
def requested_document(request, pk):
    """Give what the member presented."""
    row = get_object_or_404(RequestedDocument, pk=pk)
    return serve_private(request, row.file, row.file_name)


@require_safe
@permission_required("supervision.view_inspection", raise_exception=True)
def presented_file(request, pk):
    """Give a file that the member sent through the cabinet for an item of the list."""
    return give(request, get_object_or_404(PresentedFile.objects.select_related("file"), pk=pk).file)


@require_safe
@permission_required("supervision.view_disciplinaryaction", raise_exception=True)
def decision(request, pk):
    """Give the copy of a decision."""
    row = get_object_or_404(DisciplinaryAction, pk=pk)
    return serve_private(request, row.decision_file, row.decision_name)


@require_safe
@permission_required("supervision.view_annualreport", raise_exception=True)
def report(request, pk):
    """Give the last version of a report."""
    row = ReportVersion.objects.filter(report=pk).first()
    return serve_private(request, row and row.file, row.file_name if row else "")


@require_safe
@permission_required("supervision.read_specialistdocument", raise_exception=True)
def specialist_document(request, pk):
    """Give a document of a specialist."""
    row = get_object_or_404(SpecialistDocument, pk=pk)
    if row.sent_file:
        return give(request, row.sent_file, action="specialist.document_read")
    return serve_private(request, row.file, row.file_name, action="specialist.document_read")
