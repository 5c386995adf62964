"""Whoever is put out learns it at the door, whatever page came first, and learns nothing more."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from lk_addon.accounts.domain.blocks import block_account
from tests.factories.accounts import PASSWORD
from tests.lk_addon.accounts.test_entry import give_password
from tests.scenarios import cabinet_of, exclude

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-1.4", "REQ-2.4")]

ENDED = "Сеанс завершён. Если войти не получается, обратитесь в СРО."
PLACES = ["/", "/organization/?page=2", "/account/", "/help/", "/login/"]


@pytest.mark.parametrize("first", PLACES)
@pytest.mark.parametrize("shut", ["block", "exclude"])
def test_the_door_says_that_the_session_has_ended(scene, first, shut):
    client = cabinet_of(scene.member)
    if shut == "block":
        block_account(user=scene.member, reason="suspicion", comment="", actor=scene.staff)
    else:
        exclude(scene.north)
    page = client.get(first, follow=True)
    if first == "/help/":
        page = client.get("/organization/", follow=True)
    assert page.request["PATH_INFO"] == "/login/"
    assert ENDED in page.content.decode()
    assert "next=" not in page.request["QUERY_STRING"]
    for secret in ("блокир", "исключ", "подозр"):
        assert secret not in page.content.decode().lower().partition("<aside")[0]
    assert ENDED not in client.get("/login/").content.decode()


def test_a_stranger_is_told_of_no_session(scene, lk_client):
    page = lk_client.get("/organization/", follow=True)
    assert "Сеанс завершён" not in page.content.decode()
    assert "next=" in page.request["QUERY_STRING"]


@pytest.mark.req("REQ-4.7")
def test_a_session_that_was_left_alone_goes_on_where_it_was(scene, time_machine):
    client = cabinet_of(scene.member)
    time_machine.move_to(timezone.now() + timedelta(seconds=settings.IDLE_TIMEOUT["lk"] + 60))
    page = client.get("/organization/", follow=True)
    assert "долго ничего не делали" in page.content.decode()
    assert "next=%2Forganization%2F" in page.request["QUERY_STRING"]


def test_enrolment_may_read_the_help_in_between(scene):
    client = Client(headers={"host": settings.LK_HOST})
    assert give_password(client, scene.member.email, PASSWORD)["Location"].startswith("/security/setup/")
    assert client.get("/help/").status_code == 200
    assert client.get("/security/setup/").status_code == 200


@pytest.mark.parametrize("host", ["site", "lk"])
def test_an_outdated_form_is_answered_in_the_frame_of_its_site(scene, host):
    address, name = {"site": ("/admin/login/", settings.SITE_HOST), "lk": ("/login/", settings.LK_HOST)}[host]
    client = Client(headers={"host": name}, enforce_csrf_checks=True)
    client.get(address)
    answer = client.post(address, {"auth-username": "a@example.com"})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Как не потерять набранное" in page
    assert {"site": "site-header", "lk": "cab-brand"}[host] in page
    assert "a@example.com" not in page
