"""The way of an inspection: its steps, in their order only."""

import pytest
from django.core.exceptions import ValidationError

from cms.audit.models import AuditEntry
from cms.workdays.queries import add_workdays
from lk_addon.supervision.domain import documents, inspection, outcome
from lk_addon.supervision.models import Inspection, InspectionStep
from tests.factories import supervision as make
from tests.factories.registry import MemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-3.1.V3"), pytest.mark.usefixtures("prepared_site")]

State = Inspection.State


@pytest.fixture
def member():
    return MemberFactory()


def act_again(row):
    return inspection.issue_act(
        inspection=row,
        act_no="1",
        act_date=make.days(0),
        act_file=make.pdf(),
        result="no_violations",
        violations=(),
        actor=None,
    )


#: step → how it is asked for
STEPS = {
    "notify": lambda row: inspection.notify(inspection=row, basis_no="1", basis_date=row.start, actor=None),
    "request": lambda row: documents.request_documents(inspection=row, names=["Устав"], due=make.days(1), actor=None),
    "start": lambda row: inspection.start(inspection=row, actor=None),
    "act": act_again,
    "remediation": lambda row: outcome.demand_remediation(inspection=row, cure_by=make.days(9), actor=None),
    "recheck": lambda row: outcome.recheck(inspection=row, actor=None),
    "discipline": lambda row: outcome.discipline(inspection=row, measure=make.measure(), actor=None),
    "close": lambda row: inspection.close(inspection=row, actor=None),
    "cancel": lambda row: inspection.cancel(inspection=row, reason="Жалоба отозвана", actor=None),
    "postpone": lambda row: inspection.postpone(inspection=row, reason="Ходатайство", actor=None),
    "reschedule": lambda row: inspection.reschedule(inspection=row, start=make.days(3), end=make.days(9), actor=None),
}
#: state → steps that lead on from it, with where they lead
ALLOWED = {
    "planned": {"notify": "notified", "cancel": "cancelled", "postpone": "postponed"},
    "notified": {
        "request": "documents_requested",
        "start": "in_progress",
        "cancel": "cancelled",
        "postpone": "postponed",
    },
    "documents_requested": {
        "request": "documents_requested",
        "start": "in_progress",
        "cancel": "cancelled",
        "postpone": "postponed",
    },
    "in_progress": {"act": "act_issued", "cancel": "cancelled"},
    "act_issued": {"remediation": "remediation", "discipline": "discipline"},
    "remediation": {"recheck": "recheck"},
    "recheck": {"discipline": "discipline"},
    "discipline": {"close": "closed"},
    "closed_ok": {},
    "closed": {},
    "cancelled": {},
    "postponed": {"reschedule": "planned", "cancel": "cancelled"},
}


@pytest.mark.parametrize("state", ALLOWED)
def test_only_the_steps_that_follow_from_a_state_are_made(member, state):
    row = make.planned(member) if state in ("planned", "notified", "postponed") else make.with_documents(member)
    if state in ("act_issued", "remediation", "recheck", "discipline", "closed", "closed_ok"):
        row = make.with_act(member, make.VIOLATIONS)
    Inspection.objects.filter(pk=row.pk).update(state=state)
    for step, ask in STEPS.items():
        row = Inspection.objects.get(pk=row.pk)
        known, expected = AuditEntry.objects.count(), ALLOWED[state].get(step)
        if expected:
            assert ask(row).state == expected
            assert AuditEntry.objects.count() == known + 1
            Inspection.objects.filter(pk=row.pk).update(state=state)
        else:
            with pytest.raises(ValidationError) as error:
                ask(row)
            assert "Проверка сейчас в состоянии" in error.value.messages[0] or state in ("act_issued", "recheck")
            assert Inspection.objects.get(pk=row.pk).state == state
            assert AuditEntry.objects.count() == known


def test_an_inspection_without_violations_is_closed(member):
    row = inspection.close(inspection=make.with_act(member), actor=None)
    assert (row.state, row.closed_at) == (State.CLOSED_OK, make.days(0))
    assert [step.state for step in row.steps.all()] == [
        State.PLANNED,
        State.NOTIFIED,
        State.IN_PROGRESS,
        State.ACT_ISSUED,
        State.CLOSED_OK,
    ]


def test_it_is_not_closed_before_every_violation_is_cured(member):
    row = outcome.recheck(inspection=make.remediated(member), actor=None)
    for violation in row.violations.all():
        with pytest.raises(ValidationError, match="Не все нарушения"):
            inspection.close(inspection=row, actor=None)
        outcome.cure_violation(violation=violation, cured_at=make.days(0), evidence="Приказ", actor=None)
    with pytest.raises(ValidationError, match="завершите"):
        outcome.discipline(inspection=row, measure=make.measure(), actor=None)
    assert inspection.close(inspection=row, actor=None).state == State.CLOSED_OK


def test_violations_are_named_when_and_only_when_found(member):
    row = inspection.start(inspection=make.notified(member), actor=None)
    fields = {"inspection": row, "act_no": "1", "act_date": make.days(0), "act_file": make.pdf(), "actor": None}
    for result, violations in (("violations", []), ("no_violations", make.VIOLATIONS)):
        with pytest.raises(ValidationError, match="Нарушения"):
            inspection.issue_act(**fields, result=result, violations=violations)
    for day in (-11, 1):
        with pytest.raises(ValidationError, match="Акт составляют"):
            inspection.issue_act(**(fields | {"act_date": make.days(day)}), result="no_violations", violations=[])
    assert Inspection.objects.get(pk=row.pk).state == State.IN_PROGRESS


def test_act_of_another_kind_of_file_is_refused(member):
    row = inspection.start(inspection=make.notified(member), actor=None)
    file = make.ContentFile(b"<script>alert(1)</script>", name="act.pdf")
    with pytest.raises(ValidationError, match="PDF"):
        inspection.issue_act(
            inspection=row,
            act_no="1",
            act_date=make.days(0),
            act_file=file,
            result="no_violations",
            violations=[],
            actor=None,
        )


def test_documents_go_round_until_they_are_good(member):
    document = make.received(member)
    with pytest.raises(ValidationError, match="получен"):
        documents.receive_document(document=document, file=make.pdf(), actor=None)
    document = documents.return_document(document=document, remark="Нет печати", actor=None)
    assert (document.is_missing, document.remark) == (True, "Нет печати")
    document = documents.receive_document(document=document, file=make.pdf("Устав с печатью.pdf"), actor=None)
    assert (document.file_name, document.remark) == ("Устав с печатью.pdf", "")
    assert not documents.accept_document(document=document, actor=None).is_missing
    assert "Устав" not in document.file.name


def test_terms_must_lie_where_they_can_be_met(member):
    row = make.notified(member)
    for due, names in ((-1, ["Устав"]), (30, ["Устав"]), (3, [])):
        with pytest.raises(ValidationError):
            documents.request_documents(inspection=row, names=names, due=make.days(due), actor=None)
    row = make.with_act(MemberFactory(), make.VIOLATIONS)
    with pytest.raises(ValidationError, match="позже акта"):
        outcome.demand_remediation(inspection=row, cure_by=row.act_date, actor=None)
    with pytest.raises(ValidationError, match="начинается"):
        inspection.start(inspection=make.notified(MemberFactory(), start=2), actor=None)


def test_measure_has_a_day_for_its_copy_and_ends_once(member):
    measure = make.disciplined(member)
    assert measure.copy_due == add_workdays(measure.date, 2)
    outcome.end_measure(measure=measure, status="fulfilled", ended_at=make.days(0), actor=None)
    with pytest.raises(ValidationError, match="уже"):
        outcome.end_measure(measure=measure, status="lifted", ended_at=make.days(0), actor=None)


@pytest.mark.req("REQ-L.6")
def test_planned_inspections_are_not_too_frequent(member):
    first = make.planned(member, kind="planned")
    with pytest.raises(ValidationError, match="не больше, чем 1"):
        make.planned(member, kind="planned", start=(first.start.replace(month=1, day=15) - make.days(0)).days)
    inspection.cancel(inspection=first, reason="Ошибка в плане", actor=None)
    assert make.planned(member, kind="planned").number != first.number


def test_nobody_excluded_is_inspected_and_what_was_told_is_not_rewritten(scene):
    with pytest.raises(ValidationError, match="исключена"):
        make.planned(scene.former)
    row = make.notified(scene.north)
    row.end = make.days(200)
    with pytest.raises(ValidationError, match="уже уведомили"):
        inspection.save_inspection(inspection=row, actor=None)


def test_numbers_are_given_in_turn_and_step_over_those_taken(member):
    year = make.days(-10).year
    make.planned(member, number=f"{year}-002")
    assert {make.planned(member).number, make.planned(member).number} == {f"{year}-003", f"{year}-004"}
    assert InspectionStep.objects.count() == 3
