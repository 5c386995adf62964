"""Specialists: personal data that the member's own users and staff with the right see, and nobody else."""

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError

from cms.audit.models import AuditEntry
from lk_addon.cabinet.prepare import CONTROL_DEPARTMENT
from lk_addon.supervision.domain.specialist import note_leaving, save_specialist
from lk_addon.supervision.models import Specialist
from tests.factories import supervision as make
from tests.factories.files import PDF
from tests.scenarios import cabinet_of, staff_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-3.2.2.N6")]

SURNAME = "Секретов"


def looking_in(user, member):
    client = cabinet_of(user)
    client.post("/switch/", {"number": member.registration_number})
    return client


def test_own_users_see_them_with_the_end_of_qualification(scene):
    make.specialist(scene.north, nok=-3)
    make.specialist(scene.north, name="Вторая Вера Викторовна", nrs="C-00-000002", nok=20)
    html = cabinet_of(scene.member).get("/specialists/").content.decode()
    for words in ("Секретова Серафима", "Истекла", "Вторая Вера", "Скоро закончится", "С-00-000002"):
        assert words in html
    assert "Не хватает" not in html


def test_a_shortage_is_said(scene):
    make.specialist(scene.north)
    make.specialist(scene.north, nrs="С-00-000002", employment="second")
    assert "из НРС: 1" in cabinet_of(scene.member).get("/specialists/").content.decode()


def test_reading_a_document_is_journalled_without_a_name(scene):
    row = make.specialist(scene.north)
    document = row.documents.get()
    client = cabinet_of(scene.member)
    assert "Диплом Секретовой.pdf" in client.get(f"/specialists/{row.pk}/").content.decode()
    answer = client.get(f"/specialists/documents/{document.pk}/")
    assert b"".join(answer.streaming_content) == PDF
    entry = AuditEntry.objects.get(action="specialist.document_read")
    assert (entry.actor, entry.object_id) == (scene.member, str(document.pk))
    assert not [entry for entry in AuditEntry.objects.all() if SURNAME in str(entry.data)]


def test_outsiders_see_nothing(scene):
    row = make.specialist(scene.north)
    client = cabinet_of(scene.outsider)
    for address in (f"/specialists/{row.pk}/", f"/specialists/documents/{row.documents.get().pk}/"):
        assert client.get(address).status_code == 404
    assert SURNAME not in client.get("/specialists/").content.decode()


def test_staff_need_the_right_to_see_and_another_to_read(scene):
    row = make.specialist(scene.north)
    card, file = f"/specialists/{row.pk}/", f"/specialists/documents/{row.documents.get().pk}/"
    client = looking_in(scene.staff, scene.north)
    assert client.get("/organization/").status_code == 200
    for address in ("/specialists/", card, file):
        assert client.get(address).status_code == 403
    scene.staff.user_permissions.add(Permission.objects.get(codename="view_specialist"))
    assert SURNAME in client.get(card).content.decode()
    assert "Диплом" not in client.get(card).content.decode()
    assert client.get(file).status_code == 403
    answer = looking_in(staff_of(CONTROL_DEPARTMENT), scene.north).get(file)
    assert b"".join(answer.streaming_content) == PDF


def test_no_other_page_names_them(scene, site_client):
    make.specialist(scene.north, nok=-3)
    client = cabinet_of(scene.member)
    for address in ("/", "/organization/", "/inspections/", "/reports/"):
        assert SURNAME not in client.get(address).content.decode()
    assert SURNAME not in site_client.get(f"/reestr/{scene.north.registration_number}/").content.decode()


def test_who_left_is_shown_no_more(scene):
    row = make.specialist(scene.north)
    note_leaving(specialist=row, left_at=make.days(0), actor=None)
    client = cabinet_of(scene.member)
    assert client.get(f"/specialists/{row.pk}/").status_code == 404
    assert client.get(f"/specialists/documents/{row.documents.get().pk}/").status_code == 404
    with pytest.raises(ValidationError, match="уже отмечено"):
        note_leaving(specialist=row, left_at=make.days(0), actor=None)


@pytest.mark.req("REQ-7.3")
def test_qualification_lasts_as_long_as_the_terms_of_its_day_say(scene):
    row = Specialist(member=scene.north, full_name="Третий", nok_date="2024-02-29")
    row.clean_fields(exclude=["member"])
    assert save_specialist(specialist=row, actor=None).nok_valid_to.isoformat() == "2029-02-28"


def test_a_malformed_number_is_refused(scene):
    for number in ("С-77-12345", "77-000001", "Ж-77-000001"):
        with pytest.raises(ValidationError, match="С-00-000001"):
            make.specialist(scene.north, nrs=number)
