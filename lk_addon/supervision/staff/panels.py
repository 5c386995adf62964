"""Tabs of the member's page in the back office, and what waits for the control department."""

from django.urls import reverse
from django.utils import timezone

from lk_addon.cabinet.staff_tasks import StaffTask
from lk_addon.supervision.models import (
    AnnualReport,
    DisciplinaryAction,
    Inspection,
    Specialist,
)
from lk_addon.supervision.queries import awaited_report, members_overdue, reports_of, with_qualification
from lk_addon.supervision.staff.desk import late_cures, late_documents

LATEST = 50


def inspections_panel(request, member):
    """Inspections, measures and reports of the member, those that it does not see too."""
    user = request.user
    return {
        "inspections": Inspection.objects.filter(member=member).select_related("plan")[:LATEST],
        "measures": DisciplinaryAction.objects.filter(member=member)[:LATEST],
        "reports": reports_of(member) if user.has_perm("supervision.view_annualreport") else [],
        "awaited": awaited_report(member),
        "is_overdue": members_overdue().filter(pk=member.pk).exists(),
    }


def specialists_panel(request, member):
    """Specialists of the member, those who left too, with their documents for whom may read them."""
    rows = with_qualification(Specialist.objects.filter(member=member)).prefetch_related("documents")
    return {
        "specialists": rows.order_by("left_at", "full_name"),
        "may_read": request.user.has_perm("supervision.read_specialistdocument"),
        "may_change": request.user.has_perm("supervision.change_specialist"),
    }


def control_tasks(user):
    """What waits for those who inspect and who look through reports (REQ-L.6)."""
    desk, today = reverse("control_desk"), timezone.localdate()
    if user.has_perm("supervision.conduct_inspection"):
        yield StaffTask(members_overdue().count(), "членов без плановой проверки дольше срока", desk, overdue=True)
        yield StaffTask(
            late_documents(today)["count"], "проверок с непредставленными в срок документами", desk, overdue=True
        )
        yield StaffTask(late_cures(today)["count"], "нарушений не устранено в срок", desk, overdue=True)
    if user.has_perm("supervision.review_annualreport"):
        address = f"{reverse('supervision_annualreport_modeladmin_index')}?state__exact=submitted"
        count = AnnualReport.objects.filter(state=AnnualReport.State.SUBMITTED).count()
        yield StaffTask(count, "отчётов ждут рассмотрения", address)
