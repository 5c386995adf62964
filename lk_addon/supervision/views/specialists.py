"""Specialists of the member in view; personal data that stand on these pages alone (REQ-3.2.2.N6)."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from lk_addon.cabinet.datapages import DataListView
from lk_addon.cabinet.files import serve_private
from lk_addon.supervision.filters import SpecialistFilter
from lk_addon.supervision.queries import specialist_documents_of, specialist_shortage, specialists_of
from lk_addon.supervision.rules import may_read_specialist_documents, may_see_specialists
from lk_addon.supervision.tables import QUALIFICATION_TONES, SpecialistTable


class SpecialistsView(DataListView):
    """Who works for the member, and how long their qualification lasts."""

    title, clause, block = "Специалисты", "3.2.2", "specialists"
    table_class, filterset_class = SpecialistTable, SpecialistFilter
    template_name = "lk_addon/supervision/specialists.html"
    empty_title = "Сведений о специалистах нет"
    empty_text = "Документы на специалистов представляют в СРО; после внесения они появятся здесь."

    def dispatch(self, request, *args, **kwargs):
        """Refuse staff without the right."""
        if not may_see_specialists(request):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        """Return the member's own."""
        return specialists_of(self.member)

    def get_context_data(self, **kwargs):
        """Add how many are missing."""
        return super().get_context_data(shortage=specialist_shortage(self.member), **kwargs)


@require_safe
def specialist(request, pk):
    """Show one specialist and his documents."""
    if not may_see_specialists(request):
        raise PermissionDenied
    row = get_object_or_404(specialists_of(request.entrance.member), pk=pk)
    context = {
        "specialist": row,
        "documents": row.documents.all() if may_read_specialist_documents(request) else None,
        "qualification": row.Qualification(row.qualification),
        "qualification_tone": QUALIFICATION_TONES[row.qualification],
    }
    return render(request, "lk_addon/supervision/specialist.html", context)


@require_safe
def specialist_document(request, pk):
    """Give a document of a specialist, and journal who read it."""
    if not may_read_specialist_documents(request):
        raise PermissionDenied
    row = get_object_or_404(specialist_documents_of(request.entrance.member), pk=pk)
    return serve_private(request, row.file, row.file_name, action="specialist.document_read")
