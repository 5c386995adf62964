"""Services of the cabinet that staff switch off and on (REQ-6.3)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cms.audit.models import AuditEntry
from home.outages import services as outage_services
from home.outages.domain import announce
from lk_addon.cabinet import services
from lk_addon.cabinet.models import ServiceSwitch
from lk_addon.cabinet.switches import switch_off, switch_on
from tests.scenarios import back_office_of, cabinet_of

OFF = "/admin/cabinet/services/calendar/off/"
ON = "/admin/cabinet/services/calendar/on/"

pytestmark = pytest.mark.req("REQ-6.3")


@pytest.fixture
def switched_off(scene, django_capture_on_commit_callbacks):
    def switch(**changes):
        said = {"reason": "Переезд", "message": "Звоните в отдел.", "until": None, "hidden": False} | changes
        with django_capture_on_commit_callbacks(execute=True):
            switch_off(code="calendar", actor=scene.staff, **said)

    return switch


def test_closed_service_explains_itself_and_takes_nothing(scene, switched_off):
    client = cabinet_of(scene.member)
    client.get("/calendar/")
    switched_off()
    for answer in (client.get("/calendar/"), client.post("/calendar/address/")):
        assert answer.status_code == 503
        html = answer.content.decode()
        assert "временно отключена" in html
        assert "Звоните в отдел." in html
        assert "Переезд" not in html
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("hidden", [True, False])
def test_menu_marks_or_hides_it_and_the_dashboard_drops_its_tile(scene, switched_off, hidden):
    switched_off(hidden=hidden)
    html = cabinet_of(scene.member).get("/").content.decode()
    assert ('href="/calendar/"' in html) is not hidden
    assert ("временно отключена" in html) is not hidden
    assert "Ближайшие сроки" not in html


def test_it_opens_again_at_once(scene, switched_off, django_capture_on_commit_callbacks):
    switched_off()
    with django_capture_on_commit_callbacks(execute=True):
        switch_on(code="calendar", actor=scene.staff)
    assert cabinet_of(scene.member).get("/calendar/").status_code == 200


def test_stranger_learns_nothing_of_it(scene, switched_off, lk_client):
    switched_off()
    assert lk_client.get("/calendar/")["Location"].startswith("/login/")


def test_part_of_a_page_asks_for_the_whole_one(scene, switched_off):
    switched_off()
    assert cabinet_of(scene.member).get("/calendar/", headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_staff_switch_with_a_reason_and_it_is_in_the_journal(scene):
    client = back_office_of(scene.staff)
    assert "Календарь сроков" in client.get("/admin/cabinet/services/").content.decode()
    assert client.post(OFF, {"reason": ""}).status_code == 200
    assert not ServiceSwitch.objects.exists()
    client.post(OFF, {"reason": "Проверка", "until": "2027-01-15"})
    assert ServiceSwitch.objects.get().off_by == scene.staff
    assert "Проверка" in client.get("/admin/cabinet/services/").content.decode()
    assert client.post(OFF, {"reason": "Ещё раз"}).status_code == 200
    client.post(ON)
    assert ServiceSwitch.objects.get().on_by == scene.staff
    assert "Прежние отключения" in client.get("/admin/cabinet/services/").content.decode()
    assert set(AuditEntry.objects.filter(action__startswith="service.").values_list("action", flat=True)) == {
        "service.off",
        "service.on",
    }


def test_others_may_not_switch(scene):
    client = back_office_of(scene.editor)
    for address in ("/admin/cabinet/services/", OFF, ON):
        assert client.get(address).status_code in {302, 403}
        client.post(address, {"reason": "Просто так"})
    assert not ServiceSwitch.objects.exists()


def test_unknown_service_and_second_switch_are_refused(scene, switched_off):
    with pytest.raises(ValidationError, match="нет"):
        switch_off(code="moon", reason="x", message="", until=None, hidden=False, actor=scene.staff)
    with pytest.raises(ValidationError, match="не отключена"):
        switch_on(code="calendar", actor=scene.staff)
    switched_off()
    with pytest.raises(ValidationError, match="уже"):
        switched_off()


def test_shell_cannot_be_switched_off():
    assert not {"dashboard", "feedback", "help", "account", "security"} & services.services().keys()


@pytest.mark.req("REQ-6.2")
def test_outage_of_one_service_closes_that_service_only(scene):
    assert outage_services.title("cabinet.calendar") == "Кабинет: Календарь сроков"
    now = timezone.now()
    announce(
        actor=scene.editor,
        title="Работы",
        text="<p>Работы.</p>",
        kind="planned",
        effect="suspended",
        services=["cabinet.calendar"],
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(hours=1),
    )
    client = cabinet_of(scene.member)
    answer = client.get("/calendar/")
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) <= 3600
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("code", "paths"),
    [
        ("organization", ["/organization/", "/organization/change/", "/organization/extracts/"]),
        ("rights", ["/rights/"]),
        ("funds", ["/funds/"]),
        ("letters", ["/letters/"]),
    ],
)
def test_every_section_of_the_menu_can_be_switched_off(scene, django_capture_on_commit_callbacks, code, paths):
    client = cabinet_of(scene.member)
    assert [client.get(path).status_code for path in paths] == [200] * len(paths)
    with django_capture_on_commit_callbacks(execute=True):
        switch_off(code=code, reason="Переезд", message="", until=None, hidden=False, actor=scene.staff)
    assert [client.get(path).status_code for path in paths] == [503] * len(paths)
    assert client.get("/").status_code == 200
