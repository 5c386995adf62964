"""A paper application on its way: received, checked against the register, decided."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cms.audit.models import AuditEntry
from cms.users.models import User
from lk_addon.accounts import checks
from lk_addon.accounts.domain.applications import check_application, invite
from lk_addon.accounts.models import AccessApplication, Mandate
from lk_addon.registry.models import MemberHead
from tests.factories.accounts import AccessApplicationFactory
from tests.factories.files import PDF
from tests.scenarios import back_office_of, cabinet_of, exclude

pytestmark = pytest.mark.django_db

GUID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"


def received(scene, **fields):
    fields = {"member": scene.north, "state": "received", "scan": SimpleUploadedFile("скан.pdf", PDF)} | fields
    return AccessApplicationFactory(**fields)


def levels(application):
    return {finding.name: finding.level for finding in checks.findings(application)}


def form_of(scene, **fields):
    return {
        "number": "77",
        "date": "2026-02-02",
        "member": scene.north.registration_number,
        "applicant_name": "Образцов Олег Олегович",
        "last_name": "Новикова",
        "first_name": "Нина",
        "email": "nina@example.com",
        "basis": "head",
        "valid_from": "2026-02-02",
    } | fields


@pytest.mark.req("REQ-1.3.a")
def test_nobody_is_invited_before_the_application_was_checked(scene):
    application = received(scene)
    with pytest.raises(ValidationError, match="не проверено"):
        invite(application=application, actor=scene.staff)
    assert not User.objects.filter(email=application.email).exists()


@pytest.mark.req("REQ-1.3.a")
def test_from_received_to_invited_on_the_screens(scene):
    application, client = received(scene, last_name="Образцов", first_name="Олег", patronymic="Олегович"), None
    client = back_office_of(scene.staff)
    page = client.get(f"/admin/access/{application.pk}/check/").content.decode()
    assert "Подписал действующий руководитель." in page
    assert client.post(f"/admin/access/{application.pk}/check/", {"note": ""}).status_code == 302
    application.refresh_from_db()
    assert (application.state, application.checked_by) == ("checked", scene.staff)
    assert {finding["level"] for finding in application.checks} == {"fine"}
    assert client.post(f"/admin/access/{application.pk}/invite/").status_code == 302
    assert Mandate.objects.get(application=application).granted == {"see", "submit", "sign", "vote", "manage"}
    assert (
        "Подписал действующий"
        in client.get(f"/admin/accounts/accessapplication/inspect/{application.pk}/").content.decode()
    )


def test_a_remark_wants_an_explanation(scene):
    application = received(scene, scan="")
    with pytest.raises(ValidationError, match="напишите"):
        check_application(application=application, note="", actor=scene.staff)
    checked = check_application(application=application, note="Подлинник в деле 12.", actor=scene.staff)
    assert checked.check_note == "Подлинник в деле 12."
    entry = AuditEntry.objects.get(action="application.checked")
    assert "Скан заявления" in entry.data["warnings"]
    assert application.email not in str(entry.data)


@pytest.mark.req("REQ-1.2")
def test_application_of_an_excluded_member_is_not_checked_whatever_is_explained(scene):
    application = received(scene)
    exclude(scene.north)
    application = AccessApplication.objects.get(pk=application.pk)
    with pytest.raises(ValidationError, match="исключена"):
        check_application(application=application, note="Очень нужно.", actor=scene.staff)


@pytest.mark.req("REQ-1.1.e")
def test_signature_is_compared_with_the_head_on_the_papers_date_and_today(scene):
    application = received(scene)
    assert levels(application)["Подпись руководителя"] == checks.FINE
    application.applicant_name = "образцов  Олег Олегович"
    assert levels(application)["Подпись руководителя"] == checks.FINE
    application.applicant_name = "Чужой Чеслав Чеславович"
    assert levels(application)["Подпись руководителя"] == checks.WARNING


@pytest.mark.req("REQ-1.1.e")
def test_head_whose_authority_has_expired_since_is_remarked(scene):
    MemberHead.objects.filter(member=scene.north).update(until=timezone.localdate() - timedelta(days=1))
    application = AccessApplication.objects.get(pk=received(scene).pk)
    found = {finding.name: finding for finding in checks.findings(application)}
    assert "сегодня его полномочия по реестру кончились" in found["Подпись руководителя"].text
    assert found["Представитель — руководитель"].level == checks.WARNING


def test_address_in_use_is_found(scene):
    assert levels(received(scene))["Электронная почта"] == checks.FINE
    assert levels(received(scene, email=scene.outsider.email.upper()))["Электронная почта"] == checks.WARNING
    assert levels(received(scene, email=scene.colleague.email))["Электронная почта"] == checks.REFUSAL
    assert levels(received(scene, email=scene.editor.email))["Электронная почта"] == checks.REFUSAL


def test_what_the_paper_allows_is_what_the_mandate_gives(scene):
    application = AccessApplicationFactory(
        member=scene.north,
        basis="power",
        basis_number="5",
        basis_date=timezone.localdate(),
        permissions=["see", "vote"],
        valid_to=timezone.localdate() + timedelta(days=90),
    )
    mandate = invite(application=application, actor=scene.staff)
    assert mandate.granted == {"see", "vote"}
    assert mandate.valid_to == application.valid_to


@pytest.mark.parametrize(("number", "status"), [(GUID, 302), ("12/2026", 200), ("", 200)])
def test_machine_readable_power_is_entered_by_its_guid(scene, number, status):
    form = form_of(scene, basis="mchd", basis_number=number, basis_date="2026-02-01", permissions=["sign"])
    answer = back_office_of(scene.staff).post("/admin/accounts/accessapplication/create/", form)
    assert answer.status_code == status
    if status == 302:
        assert AccessApplication.objects.get(number="77").permissions == ["see", "sign"]


def test_a_checked_application_cannot_be_changed_until_it_is_sent_back(scene):
    application, client = AccessApplicationFactory(member=scene.north), back_office_of(scene.staff)
    edit = f"/admin/accounts/accessapplication/edit/{application.pk}/"
    form = form_of(scene, number=application.number)
    client.post(edit, form)
    assert AccessApplication.objects.get(pk=application.pk).email == application.email
    client.post(f"/admin/access/{application.pk}/reopen/")
    assert client.post(edit, form).status_code == 302
    application.refresh_from_db()
    assert (application.email, application.state) == ("nina@example.com", "received")


def test_scan_is_kept_and_given_to_the_department_only_and_journalled(scene):
    client = back_office_of(scene.staff)
    form = form_of(scene, scan=SimpleUploadedFile("заявление Новиковой.pdf", PDF))
    assert client.post("/admin/accounts/accessapplication/create/", form).status_code == 302
    application = AccessApplication.objects.get(number="77")
    assert "Новиков" not in application.scan.name
    address = f"/admin/access/{application.pk}/scan/zayavlenie/"
    for stranger in (back_office_of(scene.editor), cabinet_of(scene.member)):
        assert stranger.get(address).status_code in (302, 403, 404)
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    entry = AuditEntry.objects.get(action="file.downloaded")
    assert (entry.actor, entry.object_id) == (scene.staff, str(application.pk))
    assert client.get(f"/admin/access/{application.pk}/scan/osnovanie/").status_code == 404
    assert client.get(f"/admin/access/{application.pk}/scan/password/").status_code == 404


def test_a_scan_that_is_something_else_is_refused(scene):
    form = form_of(scene, scan=SimpleUploadedFile("скан.pdf", b"MZ\x90\x00 not a pdf"))
    answer = back_office_of(scene.staff).post("/admin/accounts/accessapplication/create/", form)
    assert answer.status_code == 200
    assert not AccessApplication.objects.filter(number="77").exists()
