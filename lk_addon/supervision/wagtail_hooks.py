"""Control in the back office: the menu of its department and the addresses of its acts."""

from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail_modeladmin.options import ModelAdminGroup, modeladmin_register

from lk_addon.supervision.staff import acts, files, plans, report_forms
from lk_addon.supervision.staff.desk import ControlDeskView
from lk_addon.supervision.staff.lists import (
    InspectionAdmin,
    MeasureAdmin,
    PlanAdmin,
    ReportAdmin,
    SpecialistAdmin,
    SubjectAdmin,
    TermsAdmin,
)


@hooks.register("register_admin_urls")
def register_control_urls():
    """Give the acts and files their addresses."""
    steps = [path(f"<int:pk>/{step.name}/", step.as_view(), name=f"inspection_{step.name}") for step in acts.STEPS]
    control = [
        path("", ControlDeskView.as_view(), name="control_desk"),
        path("inspections/", include(steps)),
        path("inspections/<int:pk>/act-file/", files.act, name="inspection_act_file"),
        path("documents/<int:pk>/receive/", acts.ReceiveDocumentView.as_view(), name="document_receive"),
        path("documents/<int:pk>/accept/", acts.AcceptDocumentView.as_view(), name="document_accept"),
        path("documents/<int:pk>/return/", acts.ReturnDocumentView.as_view(), name="document_return"),
        path("documents/<int:pk>/file/", files.requested_document, name="document_file"),
        path("documents/presented/<int:pk>/", files.presented_file, name="presented_file"),
        path("violations/<int:pk>/cure/", acts.CureView.as_view(), name="violation_cure"),
        path("measures/<int:pk>/fulfil/", acts.FulfilMeasureView.as_view(), name="measure_fulfil"),
        path("measures/<int:pk>/lift/", acts.LiftMeasureView.as_view(), name="measure_lift"),
        path("measures/<int:pk>/file/", files.decision, name="measure_file"),
        path("plans/<int:pk>/fill/", plans.FillPlanView.as_view(), name="plan_fill"),
        path("plans/<int:pk>/publish/", plans.PublishPlanView.as_view(), name="plan_publish"),
        path("reports/submit/", plans.SubmitReportView.as_view(), name="report_submit"),
        path("reports/<int:pk>/review/", plans.ReviewReportView.as_view(), name="report_review"),
        path("reports/<int:pk>/accept/", plans.AcceptReportView.as_view(), name="report_accept"),
        path("reports/<int:pk>/return/", plans.ReturnReportView.as_view(), name="report_return"),
        path("report-forms/<int:pk>/copy/", report_forms.CopyReportFormView.as_view(), name="report_form_copy"),
        path("report-forms/<int:pk>/close/", report_forms.CloseReportFormView.as_view(), name="report_form_close"),
        path("reports/<int:pk>/file/", files.report, name="report_file"),
        path("specialists/<int:pk>/document/", plans.AddDocumentView.as_view(), name="specialist_document"),
        path("specialists/<int:pk>/leave/", plans.LeavingView.as_view(), name="specialist_leave"),
        path("specialists/documents/<int:pk>/", files.specialist_document, name="specialist_file"),
    ]
    return [path("control/", include(control))]


class DeskMenuItem(MenuItem):
    """Shown to those who may see inspections."""

    def is_shown(self, request):
        """Ask the permission."""
        return request.user.has_perm("supervision.view_inspection")


class ControlGroup(ModelAdminGroup):
    """The menu «Контроль»."""

    menu_label = "Контроль"
    menu_icon = "clipboard-list"
    menu_order = 330
    items = (
        InspectionAdmin,
        PlanAdmin,
        MeasureAdmin,
        ReportAdmin,
        SpecialistAdmin,
        report_forms.ReportFormAdmin,
        SubjectAdmin,
        TermsAdmin,
    )

    def get_submenu_items(self):
        """Put the desk first."""
        desk = DeskMenuItem("Сроки и задачи", reverse("control_desk"), icon_name="calendar-check", order=0)
        return [desk, *super().get_submenu_items()]


modeladmin_register(ControlGroup)
