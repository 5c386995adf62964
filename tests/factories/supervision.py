"""Inspections brought to a state by the steps that staff make; reports and specialists."""

from datetime import date, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from lk_addon.supervision.domain import documents, inspection, outcome
from lk_addon.supervision.domain.report import submit_report
from lk_addon.supervision.domain.specialist import add_document, save_specialist
from lk_addon.supervision.models import DisciplinaryAction, Inspection, InspectionPlan, InspectionSubject, Specialist
from tests.factories.files import PDF

VIOLATIONS = [("Положение о членстве, п. 4.3", "Нет второго специалиста."), ("Стандарт 5", "Нет журнала.")]


def days(count):
    """Return the day so many days from today."""
    return timezone.localdate() + timedelta(days=count)


def pdf(name="Акт.pdf"):
    """Return a fresh PDF."""
    return ContentFile(PDF, name=name)


def subjects():
    """Return what may be inspected."""
    return list(InspectionSubject.objects.all())


def long_ago(member):
    """Let the member have joined before the term of a planned inspection."""
    member.registered_at = date(2015, 1, 1)
    member.save()
    return member


def plan_of(year, *, published=True):
    """Return the plan of that year."""
    return InspectionPlan.objects.get_or_create(
        year=year,
        defaults={"approved_by": "Протокол № 40", "published_at": timezone.now() if published else None},
    )[0]


def planned(member, *, start=-10, **fields):
    """An inspection nobody was told of; out of turn unless told, so that a member may have many."""
    kind = fields.pop("kind", Inspection.Kind.UNPLANNED)
    row = Inspection(
        member=member,
        kind=kind,
        reason="" if kind == Inspection.Kind.PLANNED else Inspection.Reason.COMPLAINT,
        start=days(start),
        end=days(start + 20),
        **fields,
    )
    return inspection.save_inspection(inspection=row, actor=None)


def notified(member, **fields):
    """The member was told."""
    row = planned(member, **fields)
    return inspection.notify(inspection=row, basis_no="7", basis_date=row.start - timedelta(days=5), actor=None)


def with_documents(member, *, due=5, names=("Устав", "Журнал работ"), **fields):
    """Documents are requested."""
    row = notified(member, **fields)
    return documents.request_documents(inspection=row, names=names, due=days(due), actor=None)


def received(member, **fields):
    """The first requested document is there. Returns it."""
    document = with_documents(member, **fields).documents.first()
    return documents.receive_document(document=document, file=pdf("Устав общества.pdf"), actor=None)


def with_act(member, violations=(), **fields):
    """The act is drawn up today."""
    row = inspection.start(inspection=notified(member, **fields), actor=None)
    return inspection.issue_act(
        inspection=row,
        act_no="12/К",
        act_date=days(0),
        act_file=pdf(),
        result=Inspection.Result.VIOLATIONS if violations else Inspection.Result.NO_VIOLATIONS,
        violations=violations,
        actor=None,
    )


def remediated(member, *, cure=6, **fields):
    """Violations are to be cured."""
    row = with_act(member, VIOLATIONS, **fields)
    return outcome.demand_remediation(inspection=row, cure_by=days(cure), actor=None)


def measure(**fields):
    """An unsaved measure."""
    defaults = {"kind": DisciplinaryAction.Kind.WARNING, "protocol_no": "3", "date": days(0)}
    return DisciplinaryAction(**(defaults | fields))


def disciplined(member, **fields):
    """A measure with the copy of its decision was taken. Returns it."""
    row = with_act(member, VIOLATIONS, **fields)
    taken = measure(decision_file=pdf("Решение.pdf"), until=days(20))
    outcome.discipline(inspection=row, measure=taken, actor=None)
    return taken


def report(member, *, year=None, name="Отчёт о деятельности.pdf"):
    """Last year's report."""
    year = year or timezone.localdate().year - 1
    return submit_report(member=member, year=year, file=pdf(name), actor=None)


def specialist(member, *, name="Секретова Серафима Саввична", nok=400, nrs="С-00-000001", **fields):
    """Somebody from the national register whose qualification ends so many days from today, with a document."""
    row = Specialist(
        member=member,
        full_name=name,
        nrs_number=nrs,
        nok_date=date(2020, 1, 1),
        nok_valid_to=days(nok),
        nok_certificate_no="1",
        **fields,
    )
    save_specialist(specialist=row, actor=None)
    add_document(specialist=row, kind="diploma", file=pdf("Диплом Секретовой.pdf"), actor=None)
    return row
