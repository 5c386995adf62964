"""Terms of control for the member's calendar of duties. Titles name no person: they leave the cabinet."""

from lk_addon.cabinet.duties import Duty
from lk_addon.supervision.models import DisciplinaryAction, Inspection, Specialist
from lk_addon.supervision.queries import (
    inspections_of,
    measures_of,
    missing_documents_of,
    report_terms,
    violations_open_of,
)

NOT_BEGUN = (Inspection.State.PLANNED, Inspection.State.NOTIFIED, Inspection.State.DOCUMENTS_REQUESTED)


def control_duties(member, since, until):
    """Yield what ``member`` owes to control from ``since`` to ``until``, both days included."""
    days = (since, until)
    for row in inspections_of(member).filter(state__in=NOT_BEGUN, start__range=days):
        yield Duty(
            row.start, f"Начинается проверка №\u00a0{row.number}", "supervision:inspection", (row.pk,), "inspection"
        )
    for row in missing_documents_of(member).filter(documents_due__range=days):
        title = f"Представить документы к проверке №\u00a0{row.number}"
        yield Duty(row.documents_due, title, "supervision:inspection", (row.pk,), "inspection")
    for row in violations_open_of(member).filter(cure_by__range=days):
        title = f"Устранить нарушение по проверке №\u00a0{row.inspection.number}"
        yield Duty(row.cure_by, title, "supervision:inspection", (row.inspection_id,), "inspection")
    for row in measures_of(member).filter(status=DisciplinaryAction.Status.IN_FORCE, until__range=days):
        title = f"Исполнить меру воздействия: {row.get_kind_display()}"
        yield Duty(row.until, title, "supervision:inspections", (), "inspection")
    for row in Specialist.objects.filter(member=member, left_at=None, nok_valid_to__range=days):
        title = "Заканчивается подтверждение квалификации специалиста"
        yield Duty(row.nok_valid_to, title, "supervision:specialist", (row.pk,), "qualification")
    for year, due in report_terms(member, since, until):
        yield Duty(due, f"Сдать отчёт о деятельности за {year}\u00a0год", "supervision:reports", (), "report")
