"""Policies that members send: looked at, accepted with their scan, or returned (REQ-3.1.R5, REQ-3.2.2.N7)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cms.audit.models import AuditEntry
from lk_addon.contracts.models import InsuranceContract
from lk_addon.contracts.submissions.insurance import ACCEPT, RETURN, tells_of_a_policy
from lk_addon.correspondence.domain.answering import decide
from lk_addon.correspondence.domain.drafts import add_file
from lk_addon.correspondence.domain.sending import send
from lk_addon.correspondence.forms.fields import RemarkForm
from lk_addon.correspondence.kinds import form_of
from lk_addon.files.models import StoredFile
from tests.factories import contracts as make
from tests.factories.correspondence import draft, filled_form, kind_of, sent_letter, stored_file
from tests.factories.files import PDF
from tests.scenarios import cabinet_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-3.2.2.N7")]


def values(**changed):
    today = timezone.localdate()
    return {
        "kind": "liability",
        "basis": "annual",
        "policy_no": "ГО-77",
        "signed_at": today.isoformat(),
        "start": today.isoformat(),
        "end": (today + timedelta(days=364)).isoformat(),
        "insurer_name": "СК «Пример»",
        "insured_sum": "10 000 000,00",
    } | changed


def form(member, code="insurance_doc", **given):
    return form_of(code).form(given, member=member, terms=kind_of(code).terms())


def sent(scene, *, name="Полис.pdf", scan=StoredFile.Scan.CLEAN, **changed):
    files = [stored_file(scene.north, name=name, content=PDF, scan=scan)]
    return sent_letter(
        scene.member, scene.north, code="insurance_doc", files=files, subject="", text="", **values(**changed)
    )


def decided(scene, letter, decision=ACCEPT, **data):
    return decide(thread=letter.thread, decision=decision, data=data, text="", actor=scene.staff)


def test_an_accepted_policy_counts_and_its_scan_is_the_members(scene):
    letter = sent(scene)
    assert not InsuranceContract.objects.exists()
    decided(scene, letter)
    policy = InsuranceContract.objects.get()
    assert (policy.member, policy.policy_no, policy.has_scan) == (scene.north, "ГО-77", True)
    assert letter.number in AuditEntry.objects.get(action="insurance.registered").data["ground"]
    assert letter.effects.get().row == policy
    client = cabinet_of(scene.colleague)
    assert "Скачать" in client.get("/insurance/").content.decode()
    address = f"/insurance/{policy.pk}/scan/"
    assert b"".join(client.get(address).streaming_content) == PDF
    assert cabinet_of(scene.outsider).get(address).status_code == 404


def test_the_form_begins_with_what_the_last_policy_says(scene):
    make.policy(scene.north, start=-364, end=10, insurer_name="СК «Старая»", policy_no="1", premium=5)
    initial = form_of("insurance_doc").form(member=scene.north, terms=kind_of("insurance_doc").terms()).initial
    last = InsuranceContract.objects.get()
    assert initial["insurer_name"] == "СК «Старая»"
    assert (initial["start"], initial["end"]) == (last.end + timedelta(days=1), last.end + timedelta(days=375))
    assert not initial.keys() & {"policy_no", "premium", "signed_at"}
    other = form_of("insurance_doc").form(member=scene.montage, terms=kind_of("insurance_doc").terms()).initial
    assert "insurer_name" not in other


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"policy_no": ""}, "policy_no"),
        ({"insured_sum": "0"}, "insured_sum"),
        ({"insured_sum": "много"}, "insured_sum"),
        ({"end": "2020-01-01"}, "end"),
        ({"end": (timezone.localdate() - timedelta(days=1)).isoformat(), "start": "2020-01-01"}, "end"),
        ({"start": "2099-01-01"}, "__all__"),
        ({"basis": "project"}, "object_title"),
        ({"insurer_inn": "1234567895"}, "insurer_inn"),
        ({"kind": "life"}, "kind"),
    ],
)
def test_a_policy_that_is_not_whole_is_refused_at_its_field(scene, changed, field):
    answer = form(scene.north, **values(**changed))
    assert not answer.is_valid()
    assert field in answer.errors


def test_holes_and_overlaps_are_told_before_anything_is_decided(scene):
    today = timezone.localdate()
    make.policy(scene.north, start=-300, end=-20)
    make.policy(scene.north, start=100, end=300)
    said = dict(map(tuple, sent(scene).shown))["Обратите внимание"]
    day = f"{today + timedelta(days=100):%d.%m.%Y}"
    assert f"без страхования с {today - timedelta(days=19):%d.%m.%Y} по {today - timedelta(days=1):%d.%m.%Y}" in said
    assert f"два договора сразу с {day}" in said


@pytest.mark.parametrize("name", ["Полис.docx", "Полис.zip"])
def test_a_policy_wants_a_scan(scene, name):
    with pytest.raises(ValidationError, match="PDF, JPG или PNG"):
        sent(scene, name=name)


def test_a_scan_that_the_antivirus_has_not_passed_is_not_entered(scene):
    letter = sent(scene, scan=StoredFile.Scan.WAITING)
    with pytest.raises(ValidationError, match="антивирус"):
        decided(scene, letter)
    assert not InsuranceContract.objects.exists()


def test_a_returned_policy_is_corrected_in_the_same_thread(scene):
    letter = sent(scene)
    data = RemarkForm({"remark": "На скане нет печати."}, letter=letter)
    assert data.is_valid()
    assert decided(scene, letter, RETURN, **data.cleaned_data).text == "На скане нет печати."
    letter.thread.refresh_from_db()
    assert letter.thread.state == "need_info"
    options = {"thread": letter.thread, "role": "correction", "code": "insurance_doc"}
    again = draft(scene.member, scene.north, **options)
    add_file(draft=again, file=stored_file(scene.north, name="Полис с печатью.jpg"))
    filled = filled_form(scene.north, code="insurance_doc", subject="", text="", **values())
    second = send(draft_id=again.pk, form=filled, author_label="л", actor=scene.member)
    decided(scene, second)
    assert InsuranceContract.objects.get().sent_scan.name == "Полис с печатью.jpg"


def test_the_same_policy_is_not_entered_twice(scene):
    letter, second = sent(scene), sent(scene)
    decided(scene, letter)
    with pytest.raises(ValidationError, match="уже есть"):
        decided(scene, second)
    assert "уже есть" in str(form(scene.north, **values()).errors["__all__"])


@pytest.mark.req("REQ-3.1.R5")
def test_a_question_about_insurance_needs_words_alone(scene):
    letter = sent_letter(scene.member, scene.north, code="insurance", about="question", text="Когда примут договор?")
    assert letter.thread.subject == "Вопрос о страховании"
    assert letter.fields == {"about": "question"}
    assert not tells_of_a_policy(letter)
    assert "text" in form(scene.north, "insurance", about="question").errors


@pytest.mark.req("REQ-3.1.R5")
def test_a_request_may_tell_of_a_policy_without_a_scan(scene):
    given = values() | {"about": "policy"}
    letter = sent_letter(scene.member, scene.north, code="insurance", subject="", text="", **given)
    decided(scene, letter)
    assert not InsuranceContract.objects.get().has_scan
    assert "policy_no" in form(scene.north, "insurance", **(given | {"policy_no": ""})).errors


def test_a_foreign_file_is_not_put_to_the_draft(scene):
    with pytest.raises(ValidationError, match="другой организации"):
        draft(scene.member, scene.north, code="insurance_doc", files=[stored_file(scene.montage)])
