"""Documents about employees: personal data that only those who may see (REQ-3.2.2.N6)."""

import pytest
from django.core.exceptions import ValidationError

from cms.audit.models import AuditEntry
from lk_addon.cabinet.prepare import MEMBER_DEPARTMENT
from lk_addon.correspondence.domain.answering import decide
from lk_addon.correspondence.domain.drafts import add_file
from lk_addon.correspondence.domain.sending import send
from lk_addon.correspondence.kinds import form_of
from lk_addon.correspondence.models import Letter
from lk_addon.correspondence.queries import files_for_staff, threads_for_staff
from lk_addon.files.models import StoredFile
from lk_addon.supervision.domain.specialist import note_leaving
from lk_addon.supervision.models import Specialist
from lk_addon.supervision.submissions.specialist import STAFF_DOCS
from tests.factories import supervision as make
from tests.factories.correspondence import draft, filled_form, kind_of, stored_file
from tests.factories.files import PDF
from tests.scenarios import back_office_of, cabinet_of, staff_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-3.2.2.N6")]
(ENTER,) = STAFF_DOCS.decisions
CARD = {
    "full_name": "Вымышленная Вера Викторовна",
    "role": "organiser",
    "employment": "main",
    "position": "Главный инженер",
    "nrs_number": "С-00-000009",
    "nok_date": "2025-02-03",
    "nok_certificate_no": "9",
    "consent": "on",
}


def form(member, **values):
    return form_of("staff_docs").form(values, member=member, terms=kind_of("staff_docs").terms())


def sent(scene, item="diploma", *, scan=StoredFile.Scan.CLEAN, **changed):
    begun = draft(scene.member, scene.north, code="staff_docs")
    add_file(draft=begun, file=stored_file(scene.north, name="Диплом.pdf", content=PDF, scan=scan), item=item)
    filled = filled_form(scene.north, code="staff_docs", subject="", text="", **(CARD | changed))
    return send(draft_id=begun.pk, form=filled, author_label="NSS-0901-1", actor=scene.member)


def entered(scene, letter):
    decide(thread=letter.thread, decision=ENTER, data={}, text="Сведения внесены.", actor=scene.staff)


def test_a_new_specialist_is_there_only_after_the_decision(scene):
    letter = sent(scene)
    assert letter.thread.subject == "Новый специалист"
    assert not Specialist.objects.exists()
    entered(scene, letter)
    row = Specialist.objects.get()
    assert (row.member, row.full_name, row.position) == (scene.north, CARD["full_name"], "Главный инженер")
    assert row.nok_valid_to.isoformat() == "2030-02-03"
    document = row.documents.get()
    assert (document.kind, document.sent_file.name) == ("diploma", "Диплом.pdf")
    client = cabinet_of(scene.colleague)
    assert "Диплом.pdf" in client.get(f"/specialists/{row.pk}/").content.decode()
    address = f"/specialists/documents/{document.pk}/"
    assert b"".join(client.get(address).streaming_content) == PDF
    assert AuditEntry.objects.filter(action="specialist.document_read").count() == 1
    assert cabinet_of(scene.outsider).get(address).status_code == 404


def test_known_data_are_shown_and_only_what_changed_is_journalled(scene):
    row = make.specialist(scene.north)
    blank = form_of("staff_docs").form(
        member=scene.north, terms=kind_of("staff_docs").terms(), initial={"specialist": str(row.pk)}
    )
    assert blank.initial["full_name"] == row.full_name
    values = {name: blank[name].value() for name in ("full_name", "role", "employment", "nrs_number", "nok_date")}
    values |= {"nok_valid_to": row.nok_valid_to, "nok_certificate_no": "1", "position": "Прораб"}
    letter = sent(scene, specialist=row.pk, **values)
    assert row.full_name not in letter.thread.subject
    entered(scene, letter)
    row.refresh_from_db()
    assert row.position == "Прораб"
    assert AuditEntry.objects.get(action="specialist.changed").data["changed"] == ["position"]
    assert row.documents.count() == 2


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"full_name": ""}, "full_name"),
        ({"consent": ""}, "consent"),
        ({"nrs_number": "12"}, "nrs_number"),
        ({"nok_valid_to": "2020-01-01"}, "nok_valid_to"),
        ({"experience_years": "-3"}, "experience_years"),
        ({"role": "pilot"}, "role"),
        ({"nrs_number": "С-00-000001"}, "__all__"),
    ],
)
def test_a_card_that_is_not_whole_is_refused_at_its_field(scene, changed, field):
    make.specialist(scene.north)
    answer = form(scene.north, **(CARD | changed))
    assert not answer.is_valid()
    assert field in answer.errors


def test_another_members_specialist_is_neither_chosen_nor_shown(scene):
    row = make.specialist(scene.montage)
    assert "specialist" in form(scene.north, **(CARD | {"specialist": row.pk})).errors
    blank = form_of("staff_docs").form(
        member=scene.north, terms=kind_of("staff_docs").terms(), initial={"specialist": str(row.pk)}
    )
    assert row.full_name not in str(blank)


def test_a_file_says_what_it_is(scene):
    with pytest.raises(ValidationError, match="Что это за документ"):
        sent(scene, item="")
    assert not Letter.objects.exists()


def test_nothing_is_entered_before_the_antivirus_has_looked(scene):
    letter = sent(scene, scan=StoredFile.Scan.WAITING)
    with pytest.raises(ValidationError, match="Антивирус ещё не проверил"):
        entered(scene, letter)
    assert not Specialist.objects.exists()


def test_somebody_who_has_left_meanwhile_is_not_changed(scene):
    row = make.specialist(scene.north)
    letter = sent(scene, specialist=row.pk, nrs_number="С-00-000001")
    note_leaving(specialist=row, left_at=make.days(0), actor=None)
    with pytest.raises(ValidationError, match="уже не работает"):
        entered(scene, letter)


def test_staff_without_the_right_find_neither_the_letter_nor_its_files(scene):
    letter = sent(scene)
    inspector = staff_of("Отдел контроля")
    assert letter.thread in threads_for_staff(inspector)
    assert files_for_staff(inspector).exists()
    newcomer = staff_of()
    newcomer.groups.add(letter.thread.department)
    letter.thread.department.permissions.remove(
        *letter.thread.department.permissions.filter(codename="read_specialistdocument")
    )
    for user in (type(newcomer).objects.get(pk=newcomer.pk), type(inspector).objects.get(pk=inspector.pk)):
        assert letter.thread not in threads_for_staff(user)
        assert not files_for_staff(user).exists()


def test_a_document_in_the_back_office_wants_the_right(scene):
    entered(scene, sent(scene))
    address = f"/admin/control/specialists/documents/{Specialist.objects.get().documents.get().pk}/"
    assert b"".join(back_office_of(staff_of("Отдел контроля")).get(address).streaming_content) == PDF
    assert back_office_of(scene.staff).get(address).status_code in (302, 403)


def test_an_employee_who_looks_into_the_cabinet_without_the_right_finds_nothing_of_it(scene):
    letter = sent(scene)
    file = letter.attachments.get().file_id
    for department, status in ((MEMBER_DEPARTMENT, 404), ("Отдел контроля", 200)):
        cabinet = cabinet_of(staff_of(department))
        cabinet.post("/switch/", {"number": "0901"})
        for address in (
            f"/correspondence/{letter.thread_id}/",
            f"/correspondence/files/{file}/",
            f"/correspondence/letters/{letter.pk}/receipt/",
        ):
            assert cabinet.get(address).status_code == status, (department, address)
        shown = "Новый специалист" in cabinet.get("/correspondence/").content.decode()
        assert shown == (status == 200)
