"""The control department's first page: terms that are near or have passed (REQ-L.6)."""

from datetime import timedelta

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.utils import timezone
from django.views.generic import TemplateView

from lk_addon.supervision.models import AnnualReport, DisciplinaryAction, Inspection, Specialist, Violation
from lk_addon.supervision.queries import members_overdue, with_qualification

SHOWN = 20  # rows of each list; its heading says how many there are
SOON = timedelta(days=14)
State = Inspection.State


def _part(title, rows, **more):
    """Return a part of the page: how many rows there are and the first of them."""
    return {"title": title, "count": rows.count(), "rows": rows[:SHOWN], **more}


def overdue_members():
    """Members without a planned inspection for longer than the law allows."""
    return _part("Члены без плановой проверки дольше срока", members_overdue())


def starting_inspections(today):
    """Inspections that begin soon, or should have begun."""
    waiting = (State.PLANNED, State.NOTIFIED, State.DOCUMENTS_REQUESTED)
    rows = Inspection.objects.filter(state__in=waiting, start__lte=today + SOON).select_related("member")
    return _part("Начинаются в ближайшие две недели или должны были начаться", rows.order_by("start"))


def late_documents(today):
    """Inspections whose documents did not come in time."""
    rows = Inspection.objects.filter(state=State.DOCUMENTS_REQUESTED, documents_due__lt=today).select_related("member")
    return _part("Документы не представлены в срок", rows.order_by("documents_due"))


def late_cures(today):
    """Violations that were not cured in time."""
    rows = Violation.objects.filter(cured_at=None, cure_by__lt=today).exclude(
        inspection__state__in=(*Inspection.FINAL, State.DISCIPLINE)
    )
    return _part("Нарушения не устранены в срок", rows.select_related("inspection__member").order_by("cure_by"))


def copies_due(today):
    """Measures whose copies are to be handed over, today or soon."""
    rows = DisciplinaryAction.objects.filter(copy_due__gte=today, status=DisciplinaryAction.Status.IN_FORCE)
    return _part("Передать копии решений о мерах воздействия", rows.select_related("member").order_by("copy_due"))


def waiting_reports():
    """Reports that nobody has looked at yet."""
    rows = AnnualReport.objects.filter(state=AnnualReport.State.SUBMITTED).select_related("member")
    return _part("Отчёты ждут рассмотрения", rows.order_by("submitted_at"))


def ending_qualifications():
    """Specialists whose qualification has ended or soon will."""
    worth = Specialist.Qualification
    rows = with_qualification(Specialist.objects.filter(left_at=None, member__terminated_at=None))
    rows = rows.filter(qualification__in=(worth.EXPIRED, worth.ENDING)).select_related("member")
    return _part("Квалификация специалистов истекла или заканчивается", rows.order_by("nok_valid_to"))


class ControlDeskView(PermissionRequiredMixin, TemplateView):
    """Everything that control must not miss, each list with its first rows."""

    template_name = "lk_addon/supervision/staff/desk.html"
    permission_required = "supervision.view_inspection"
    raise_exception = True

    def get_context_data(self, **kwargs):
        """Gather the lists; of specialists only for those who may see them."""
        today, user = timezone.localdate(), self.request.user
        return super().get_context_data(
            overdue=overdue_members(),
            starting=starting_inspections(today),
            documents=late_documents(today),
            cures=late_cures(today),
            copies=copies_due(today),
            reports=waiting_reports(),
            specialists=ending_qualifications() if user.has_perm("supervision.view_specialist") else None,
            today=today,
            **kwargs,
        )
