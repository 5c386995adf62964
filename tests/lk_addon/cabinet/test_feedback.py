"""Remarks and errors in data: who answers for them, what waits, what came of it (REQ-3.3)."""

from urllib.parse import urlencode

import pytest
from django.core import signing
from django.core.exceptions import ValidationError

from cms.audit.models import AuditEntry
from lk_addon.cabinet import departments, reported_block
from lk_addon.cabinet.departments import (
    ACCOUNTING_DEPARTMENT,
    CONTROL_DEPARTMENT,
    MEMBER_DEPARTMENT,
    REGISTER_DEPARTMENT,
)
from lk_addon.cabinet.feedback import handle_feedback, pass_feedback
from lk_addon.cabinet.models import Feedback
from lk_addon.cabinet.staff_tasks import tasks_for
from tests.scenarios import back_office_of, cabinet_of, staff_of

pytestmark = pytest.mark.req("REQ-3.3")

LIST = "/admin/cabinet/feedback/"


@pytest.fixture
def accountant(scene):
    return staff_of(ACCOUNTING_DEPARTMENT)


@pytest.fixture
def reported(scene):
    """An error in the member's fees, sent through the cabinet."""
    about = signing.dumps(["/fees/", "fee-lines", "Начисления"], salt=reported_block.SALT)
    cabinet_of(scene.member).post(f"/feedback/?{urlencode({'about': about})}", {"text": "Не та сумма"})
    return Feedback.objects.get()


@pytest.mark.parametrize(
    ("code", "department"),
    [
        ("fee-lines", ACCOUNTING_DEPARTMENT),
        ("contract-acts", CONTROL_DEPARTMENT),
        ("odo-use", CONTROL_DEPARTMENT),
        ("insurance", CONTROL_DEPARTMENT),
        ("inspection-steps", CONTROL_DEPARTMENT),
        ("specialist-work", CONTROL_DEPARTMENT),
        ("odo", REGISTER_DEPARTMENT),
        ("entry", REGISTER_DEPARTMENT),
        ("entry-heads", REGISTER_DEPARTMENT),
        ("feet", MEMBER_DEPARTMENT),
        ("", MEMBER_DEPARTMENT),
    ],
)
def test_the_department_that_keeps_the_data_answers(code, department):
    assert departments.department_of(code) == department


def test_nobody_answers_for_a_block_twice():
    with pytest.raises(ValueError, match="already"):
        departments.answer_for(MEMBER_DEPARTMENT, "fee")


def test_it_waits_for_the_department_and_for_no_other(scene, accountant, reported):
    waiting = [task for task in tasks_for(accountant) if "cabinet/feedback" in task.address]
    assert [task.count for task in waiting] == [1]
    assert "Не та сумма" in back_office_of(accountant).get(waiting[0].address).content.decode()
    for other in (scene.staff, staff_of(CONTROL_DEPARTMENT), scene.editor):
        assert not [task for task in tasks_for(other) if "cabinet/feedback" in task.address]
    assert "Не та сумма" not in back_office_of(staff_of(CONTROL_DEPARTMENT)).get(LIST).content.decode()
    assert "Не та сумма" in back_office_of(scene.staff).get(LIST).content.decode()


def test_it_is_handled_with_an_outcome_that_stays_inside(scene, accountant, reported):
    address = f"{LIST}{reported.pk}/handle/"
    client = back_office_of(accountant)
    assert address in client.get(LIST).content.decode()
    client.post(address, {"outcome": "mended", "answer": "Проведено сторно"})
    reported.refresh_from_db()
    assert (reported.outcome, reported.answer, reported.handled_by) == ("mended", "Проведено сторно", accountant)
    assert AuditEntry.objects.get(action="feedback.handled").data["outcome"] == "mended"
    assert not [task for task in tasks_for(accountant) if "cabinet/feedback" in task.address]
    assert address not in client.get(f"{LIST}?state=handled").content.decode()
    assert "Проведено сторно" not in cabinet_of(scene.member).get("/fees/").content.decode()
    with pytest.raises(ValidationError, match="уже отработан"):
        handle_feedback(feedback=reported, outcome="noted", answer="", actor=accountant)


def test_it_is_passed_to_the_department_that_it_concerns(scene, accountant, reported):
    back_office_of(accountant).post(f"{LIST}{reported.pk}/pass/", {"department": CONTROL_DEPARTMENT})
    reported.refresh_from_db()
    assert reported.department == CONTROL_DEPARTMENT
    assert back_office_of(accountant).get(f"{LIST}{reported.pk}/handle/").status_code == 404
    with pytest.raises(ValidationError, match="уже у этого отдела"):
        pass_feedback(feedback=reported, department=CONTROL_DEPARTMENT, actor=accountant)


@pytest.mark.parametrize("act", ["handle", "pass"])
def test_outsiders_act_upon_nothing(scene, reported, act):
    fields = {"outcome": "mended", "answer": "", "department": CONTROL_DEPARTMENT}
    for other in (staff_of(CONTROL_DEPARTMENT), scene.editor, scene.member):
        answer = back_office_of(other).post(f"{LIST}{reported.pk}/{act}/", fields)
        assert answer.status_code in (302, 403, 404)
    reported.refresh_from_db()
    assert (reported.handled_at, reported.department) == (None, ACCOUNTING_DEPARTMENT)


def test_an_outcome_is_one_of_those_that_there_are(accountant, reported):
    with pytest.raises(ValidationError):
        handle_feedback(feedback=reported, outcome="", answer="", actor=accountant)
