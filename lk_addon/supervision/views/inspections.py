"""Inspections of the member in view: list, card, files (REQ-3.1.V3, регламент п. 3.1)."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from lk_addon.cabinet.datapages import DataBlock, DataPageView
from lk_addon.cabinet.facts import Facts
from lk_addon.cabinet.files import serve_private
from lk_addon.files.views import give
from lk_addon.supervision.filters import InspectionFilter
from lk_addon.supervision.queries import (
    card_of,
    documents_of,
    inspections_of,
    measures_of,
    presented_files_of,
    violations_open_of,
)
from lk_addon.supervision.tables import (
    InspectionTable,
    MeasureTable,
    OwnMeasureTable,
    RequestedDocumentTable,
    ViolationTable,
)


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


class InspectionView(DataPageView):
    """One inspection with its documents, act, violations and measures; of another member it is not found."""

    clause = "3.1"
    template_name = "lk_addon/supervision/inspection.html"

    @cached_property
    def inspection(self):
        """The inspection with everything that the page shows."""
        return get_object_or_404(card_of(self.member), pk=self.kwargs["pk"])

    @property
    def title(self):
        """Its number."""
        return str(self.inspection)

    def get_blocks(self):
        """Return the documents, the violations and the measures; what has not come to pass yet is not there."""
        row = self.inspection
        parts = [
            ("documents", "Запрошенные документы", RequestedDocumentTable, row.documents.all(), "3.2.2"),
            ("violations", "Нарушения", ViolationTable, row.violations.all(), ""),
            ("measures", "Меры дисциплинарного воздействия", OwnMeasureTable, row.measures.all(), ""),
        ]
        return [
            DataBlock(
                self.request,
                code=f"inspection-{code}",
                title=title,
                prefix=code,
                rows=list(rows),
                table_class=table_class,
                clause=clause,
            )
            for code, title, table_class, rows, clause in parts
            if rows
        ]

    def get_facts(self):
        """Return what the inspection is about, and its way."""
        row = self.inspection
        steps = [(step.get_state_display().capitalize(), step.at) for step in row.steps.all()]
        return [
            Facts(code="inspection", title="О проверке", rows=inspection_rows(row)),
            Facts(code="inspection-steps", title="Ход проверки", rows=steps),
        ]

    def get_context_data(self, **kwargs):
        """Add the inspection."""
        return super().get_context_data(inspection=self.inspection, **kwargs)


def inspection_rows(inspection):
    """Return (label, value) pairs of what an inspection is about, for a workbook."""
    yield "Состояние", inspection.get_state_display().capitalize()
    yield "Вид и форма", f"{inspection.get_kind_display().capitalize()}, {inspection.get_form_display()}"
    if inspection.reason:
        yield "Повод", inspection.get_reason_display()
    yield "Предмет", "\n".join(map(str, inspection.subjects.all()))
    yield "Основание", inspection.ground
    yield "Начало", inspection.start
    yield "Окончание", inspection.end
    yield "Документы представить до", inspection.documents_due
    if inspection.act_no:
        yield "Акт", f"№\u00a0{inspection.act_no} от {inspection.act_date:%d.%m.%Y}"
        yield "Результат", inspection.get_result_display().capitalize()


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
def presented_file(request, pk):
    """Give a file that was sent through the cabinet for an item of the list."""
    row = get_object_or_404(presented_files_of(request.entrance.member), pk=pk)
    return give(request, row.file)


@require_safe
def decision(request, pk):
    """Give the copy of the decision about a measure."""
    row = get_object_or_404(measures_of(request.entrance.member), pk=pk)
    return serve_private(request, row.decision_file, row.decision_name)
