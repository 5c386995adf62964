"""Inspections of the member in view: list, card, files (REQ-3.1.V3, регламент п. 3.1)."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from lk_addon.cabinet.datapages import DataBlock, DataPageView
from lk_addon.cabinet.files import serve_private
from lk_addon.supervision.filters import InspectionFilter
from lk_addon.supervision.queries import (
    card_of,
    documents_of,
    inspections_of,
    measures_of,
    violations_open_of,
)
from lk_addon.supervision.tables import InspectionTable, MeasureTable


class InspectionsView(DataPageView):
    """All inspections that the member sees, and the measures taken."""

    title, clause = "Проверки", "3.1"
    template_name = "lk_addon/supervision/inspections.html"

    def get_blocks(self):
        """Return both tables."""
        return [
            DataBlock(
                self.request,
                code="inspections",
                title="Проверки организации",
                rows=inspections_of(self.member),
                table_class=InspectionTable,
                filterset_class=InspectionFilter,
                empty_title="Проверок не было",
                empty_text="Здесь появятся проверки, о которых СРО уведомила организацию или которые стоят в её плане.",
            ),
            DataBlock(
                self.request,
                code="measures",
                title="Меры дисциплинарного воздействия",
                rows=measures_of(self.member).select_related("inspection"),
                table_class=MeasureTable,
                empty_title="Мер воздействия нет",
                prefix="measures",
            ),
        ]

    def get_context_data(self, **kwargs):
        """Add what the member still has to cure."""
        return super().get_context_data(violations=list(violations_open_of(self.member)), **kwargs)


@require_safe
def inspection(request, pk):
    """Show one inspection with its documents, act, violations and measures."""
    row = get_object_or_404(card_of(request.entrance.member), pk=pk)
    return render(request, "lk_addon/supervision/inspection.html", {"inspection": row})


@require_safe
def act(request, pk):
    """Give the act of an inspection."""
    row = get_object_or_404(inspections_of(request.entrance.member).exclude(act_no=""), pk=pk)
    return serve_private(request, row.act_file, row.act_name)


@require_safe
def requested_document(request, pk):
    """Give what was received for an item of the list of documents."""
    row = get_object_or_404(documents_of(request.entrance.member), pk=pk)
    return serve_private(request, row.file, row.file_name)


@require_safe
def decision(request, pk):
    """Give the copy of the decision about a measure."""
    row = get_object_or_404(measures_of(request.entrance.member), pk=pk)
    return serve_private(request, row.decision_file, row.decision_name)
