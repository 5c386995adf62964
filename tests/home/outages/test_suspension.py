"""A closed service answers 503 from the first moment to the last, and opens by itself (REQ-6.2)."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import RequestFactory

from cms.outbox.domain import drain
from home.outages import suspension
from home.outages.domain import add_update, end_now
from tests.factories.sessions import signed_in_client
from tests.home.outages.conftest import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-6.2")]

TICK = timedelta(microseconds=1)


@pytest.fixture(autouse=True)
def _at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def fallback(tmp_path, monkeypatch):
    path = tmp_path / "static-fallback" / "503.html"
    monkeypatch.setattr(suspension, "FALLBACK", path)
    return path


def test_public_pages_close_at_the_start_and_open_at_the_end(site_client, outage, time_machine):
    outage()
    answers = []
    for moment in (NOON - TICK, NOON, NOON + timedelta(hours=2) - TICK, NOON + timedelta(hours=2)):
        time_machine.move_to(moment, tick=False)
        answers.append(site_client.get("/").status_code)
    assert answers == [200, 503, 503, 200]


def test_closed_page_tells_text_end_and_progress(site_client, outage, editor):
    add_update(outage(title="Переезд в новый зал"), actor=editor, text="Половина готова")
    response = site_client.get("/")
    html = response.content.decode()
    for said in ("Переезд в новый зал", "Обновляем программу.", "10 марта 2027", "14:00", "Половина готова"):
        assert said in html
    assert f'href="{settings.SITE_URL}/preryvy/"' in html
    assert response["Retry-After"] == "7200"
    assert response["Cache-Control"] == "no-store"


def test_open_end_asks_to_come_again_in_a_quarter_of_an_hour(site_client, outage):
    outage(hours=None)
    assert site_client.get("/")["Retry-After"] == "900"


@pytest.mark.parametrize("left", [timedelta(0), timedelta(milliseconds=300)])
def test_retry_after_is_never_less_than_a_second(outage, time_machine, left):
    notice = outage()
    time_machine.move_to(notice.ends_at - left, tick=False)
    assert suspension.suspended_response(RequestFactory().get("/"), notice)["Retry-After"] == "1"


@pytest.mark.parametrize("address", ["/preryvy/", "/preryvy/2027-03-10/", "/preryvy/status.json", "/healthz"])
def test_notices_and_health_stay_open(site_client, outage, address):
    outage()
    assert site_client.get(address).status_code == 200


def test_staff_still_see_the_site_and_others_do_not(outage, editor, django_user_model):
    outage()
    assert signed_in_client(editor).get("/").status_code == 200
    visitor = django_user_model.objects.create_user("visitor@np-ss.example")
    assert signed_in_client(visitor).get("/").status_code == 503


def test_staff_can_still_enter(site_client, outage):
    outage()
    assert site_client.get("/admin/login/").status_code == 200


def test_outage_of_another_service_closes_no_public_page(site_client, outage):
    outage(services=["elsewhere"])
    assert site_client.get("/").status_code == 200


def test_ending_early_opens_the_site_at_once(site_client, outage, editor, time_machine):
    notice = outage()
    assert site_client.get("/").status_code == 503
    time_machine.shift(600)
    end_now(notice, actor=editor)
    assert site_client.get("/").status_code == 200


def test_closed_site_costs_no_query_while_cached(site_client, outage, django_assert_num_queries):
    outage()
    site_client.get("/")
    with django_assert_num_queries(0):
        site_client.get("/")


def test_one_save_renews_the_static_copy(outage, fallback):
    notice = outage(title="Замена сервера")
    drain()
    assert "Замена сервера" in fallback.read_text()
    notice.unpublish()
    drain()
    assert "Сайт временно недоступен" in fallback.read_text()


def test_static_copy_is_renewed_when_an_outage_ends(outage, fallback, time_machine):
    outage(title="Замена сервера")
    drain()
    time_machine.shift(timedelta(hours=2))
    drain()
    assert "Сайт временно недоступен" in fallback.read_text()


def test_command_writes_the_static_copy(prepared_site, fallback, capsys):
    call_command("write_fallback")
    assert str(fallback) in capsys.readouterr().out
    assert "Сайт временно недоступен" in fallback.read_text()
