"""Inspections, reports and specialists in the cabinet."""

from django.urls import path

from lk_addon.cabinet.access import service
from lk_addon.supervision.views import inspections, reports, specialists

app_name = "supervision"
INSPECTIONS, REPORTS, SPECIALISTS = service("inspections"), service("reports"), service("specialists")

urlpatterns = [
    path("inspections/", INSPECTIONS(inspections.InspectionsView.as_view()), name="inspections"),
    path("inspections/<int:pk>/", INSPECTIONS(inspections.InspectionView.as_view()), name="inspection"),
    path("inspections/<int:pk>/act/", INSPECTIONS(inspections.act), name="act"),
    path("inspections/documents/<int:pk>/", INSPECTIONS(inspections.requested_document), name="requested_document"),
    path("inspections/documents/files/<int:pk>/", INSPECTIONS(inspections.presented_file), name="presented_file"),
    path("inspections/decisions/<int:pk>/", INSPECTIONS(inspections.decision), name="decision"),
    path("reports/", REPORTS(reports.ReportsView.as_view()), name="reports"),
    path("reports/<int:year>/", REPORTS(reports.ReportView.as_view()), name="report"),
    path("reports/versions/<int:pk>/", REPORTS(reports.report_file), name="report_file"),
    path("specialists/", SPECIALISTS(specialists.SpecialistsView.as_view()), name="specialists"),
    path("specialists/<int:pk>/", SPECIALISTS(specialists.SpecialistView.as_view()), name="specialist"),
    path("specialists/documents/<int:pk>/", SPECIALISTS(specialists.specialist_document), name="specialist_document"),
]
