"""Annual reports of the member in view, to read (REQ-3.1.V10, регламент п. 3.1)."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from lk_addon.cabinet.datapages import DataListView
from lk_addon.cabinet.files import serve_private
from lk_addon.supervision.filters import ReportFilter
from lk_addon.supervision.queries import awaited_report, report_versions_of, reports_of
from lk_addon.supervision.tables import ReportTable


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


@require_safe
def report(request, year):
    """Show the versions of a report and what the SRO remarked."""
    row = get_object_or_404(reports_of(request.entrance.member), year=year)
    versions = row.versions.prefetch_related("remarks")
    return render(request, "lk_addon/supervision/report.html", {"report": row, "versions": versions})


@require_safe
def report_file(request, pk):
    """Give a submitted version."""
    row = get_object_or_404(report_versions_of(request.entrance.member), pk=pk)
    return serve_private(request, row.file, row.file_name)
