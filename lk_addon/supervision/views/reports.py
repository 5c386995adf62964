"""Annual reports of the member in view, to read (REQ-3.1.V10, регламент п. 3.1)."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from lk_addon.cabinet.datapages import DataBlock, DataListView, DataPageView
from lk_addon.cabinet.files import serve_private
from lk_addon.supervision.filters import ReportFilter
from lk_addon.supervision.queries import awaited_report, report_versions_of, reports_of
from lk_addon.supervision.tables import ReportTable, ReportVersionTable


class ReportsView(DataListView):
    """Reports by year, and the one that is awaited."""

    title, clause, block = "Отчёты", "3.1", "reports"
    table_class, filterset_class = ReportTable, ReportFilter
    template_name = "lk_addon/supervision/reports.html"
    empty_title = "Отчётов пока нет"
    empty_text = "Здесь появятся отчёты о деятельности, которые организация сдала через кабинет."

    def get_queryset(self):
        """Return the member's own."""
        return reports_of(self.member)

    def get_context_data(self, **kwargs):
        """Add the year that is awaited."""
        return super().get_context_data(awaited=awaited_report(self.member), **kwargs)


class ReportView(DataPageView):
    """The versions of a report and what the SRO remarked."""

    clause = "3.1"
    template_name = "lk_addon/supervision/report.html"

    @cached_property
    def report(self):
        """The report of the year; of another member it is not found."""
        return get_object_or_404(reports_of(self.member), year=self.kwargs["year"])

    @property
    def title(self):
        """Its year."""
        return str(self.report)

    def get_blocks(self):
        """Return the versions, a handful."""
        versions = DataBlock(
            self.request,
            code="report",
            title="Сданные версии",
            rows=list(self.report.versions.prefetch_related("remarks")),
            table_class=ReportVersionTable,
        )
        return [versions]

    def get_context_data(self, **kwargs):
        """Add the report, and the thread in which its last version came."""
        last = self.report.versions.exclude(letter=None).select_related("letter__thread").first()
        return super().get_context_data(report=self.report, thread=last and last.letter.thread, **kwargs)


@require_safe
def report_file(request, pk):
    """Give a submitted version."""
    row = get_object_or_404(report_versions_of(request.entrance.member), pk=pk)
    return serve_private(request, row.file, row.file_name)
