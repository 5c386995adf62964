"""What control asks a member to see to now, for the dashboard."""

from collections import Counter
from datetime import timedelta

from django.utils import timezone

from lk_addon.cabinet.attention import Attention
from lk_addon.supervision.models import DisciplinaryAction, Specialist
from lk_addon.supervision.queries import (
    awaited_report,
    measures_of,
    missing_documents_of,
    specialists_of,
    violations_open_of,
)
from lk_addon.supervision.rules import may_see_specialists

REPORT_REMINDER = timedelta(days=60)


def control_attention(request):
    """Return what is overdue or due: documents, violations, measures, the report, qualifications."""
    member, today = request.entrance.member, timezone.localdate()
    found = [*_of_inspections(member, today), *_of_report(member, today)]
    return found + _of_specialists(member) if may_see_specialists(request) else found


def _level(due, today):
    return "danger" if due < today else "warning"


def _of_inspections(member, today):
    for row in missing_documents_of(member):
        text = f"Представьте документы к проверке №\u00a0{row.number}"
        yield Attention(
            _level(row.documents_due, today), text, "supervision:inspection", (row.pk,), due=row.documents_due
        )
    nearest = {}
    for violation in violations_open_of(member):
        nearest.setdefault(violation.inspection, violation.cure_by)
    for inspection, due in nearest.items():
        text = f"Устраните нарушения по проверке №\u00a0{inspection.number}"
        yield Attention(_level(due, today), text, "supervision:inspection", (inspection.pk,), due=due)
    for measure in measures_of(member).filter(status=DisciplinaryAction.Status.IN_FORCE, until__isnull=False):
        text = f"Исполните меру воздействия: {measure.get_kind_display()}"
        yield Attention(_level(measure.until, today), text, "supervision:inspections", due=measure.until)


def _of_report(member, today):
    awaited = awaited_report(member)
    if awaited and awaited.due - REPORT_REMINDER <= today:
        text = f"Сдайте отчёт о деятельности за {awaited.year}\u00a0год"
        yield Attention(_level(awaited.due, today), text, "supervision:reports", due=awaited.due)


def _of_specialists(member):
    worth = Counter(specialists_of(member).values_list("qualification", flat=True))
    found = []
    if expired := worth[Specialist.Qualification.EXPIRED]:
        text = f"Истекла квалификация специалистов: {expired}"
        found.append(Attention("danger", text, "supervision:specialists"))
    if ending := worth[Specialist.Qualification.ENDING]:
        text = f"Скоро закончится квалификация специалистов: {ending}"
        found.append(Attention("warning", text, "supervision:specialists"))
    return found
