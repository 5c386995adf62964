"""«Посмотреть глазами члена»: from a member's page to its cabinet, seen and marked as such, unchanged, on record."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from cms.audit.models import AuditEntry
from tests.scenarios import back_office_of, cabinet_of, staff_of

pytestmark = pytest.mark.django_db

BAND = "Вы смотрите кабинет глазами члена СРО"


def looks():
    return list(AuditEntry.objects.filter(action="cabinet.viewed_by_staff").values_list("data__number", flat=True))


def test_the_page_of_a_member_leads_to_its_cabinet_on_the_other_host(scene):
    desk = back_office_of(scene.staff)
    page, act = f"/admin/registry/{scene.north.pk}/", f"/admin/registry/{scene.north.pk}/look-in/"
    html = desk.get(page).content.decode()
    assert "Посмотреть глазами члена" in html
    assert f'href="{act}"' in html
    assert desk.get(act)["Location"] == f"{settings.LK_URL}/members/?q=0901"
    found = cabinet_of(scene.staff).get("/members/?q=0901").content.decode()
    assert scene.north.display_name in found
    assert scene.montage.display_name not in found


def test_who_may_not_look_is_not_offered_it_and_not_led_there(scene):
    act = f"/admin/registry/{scene.north.pk}/look-in/"
    register = back_office_of(staff_of("Отдел реестра"))
    assert "Посмотреть глазами" not in register.get(f"/admin/registry/{scene.north.pk}/").content.decode()
    for outsider in (register, back_office_of(scene.editor)):
        assert outsider.get(act)["Location"] == "/admin/"
    assert cabinet_of(scene.member).post("/members/leave/").status_code == 404


def test_every_page_says_whose_eyes_these_are_and_how_to_stop(scene):
    client = cabinet_of(scene.staff)
    client.post("/switch/", {"number": "0902"})
    for address in ("/", "/organization/", "/rights/", "/fees/", "/account/", "/help/"):
        html = client.get(address).content.decode()
        assert f"{BAND}: {scene.montage.display_name}" in html, address
        assert "Закончить просмотр" in html
    assert client.post("/members/leave/")["Location"] == "/members/"
    assert BAND not in client.get("/members/").content.decode()
    assert client.get("/organization/")["Location"] == "/members/"
    assert BAND not in cabinet_of(scene.outsider).get("/").content.decode()


def test_a_look_is_written_once_for_a_member_and_a_day(scene, time_machine):
    client = cabinet_of(scene.staff)
    client.get("/members/?q=0902")
    assert looks() == []
    for number in ("0902", "0901"):
        client.post("/switch/", {"number": number})
        client.get("/organization/")
        client.get("/rights/")
    assert sorted(looks()) == ["0901", "0902"]
    entry = AuditEntry.objects.filter(action="cabinet.viewed_by_staff").first()
    assert entry.actor == scene.staff
    time_machine.move_to(timezone.now() + timedelta(days=1))
    tomorrow = cabinet_of(scene.staff)
    tomorrow.post("/switch/", {"number": "0901"})
    tomorrow.get("/organization/")
    assert sorted(looks()) == ["0901", "0901", "0902"]


def test_a_session_that_goes_on_past_midnight_is_written_again(scene, time_machine):
    time_machine.move_to(timezone.localtime().replace(hour=23, minute=55))
    client = cabinet_of(scene.staff)
    client.post("/switch/", {"number": "0901"})
    client.get("/organization/")
    time_machine.move_to(timezone.now() + timedelta(minutes=10))
    client.get("/organization/")
    assert looks() == ["0901", "0901"]


def test_nothing_is_sent_or_changed_by_a_look(scene):
    client = cabinet_of(scene.staff)
    client.post("/switch/", {"number": "0901"})
    for address in ("/account/confirm/", "/account/phone/", "/feedback/"):
        assert client.post(address, {"text": "от имени"}).status_code == 403
