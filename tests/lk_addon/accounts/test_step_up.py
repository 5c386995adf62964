"""Acts that a stranger at an open screen must not do want the password again, and only for a while."""

import pytest
from django.conf import settings

from cms.users.confirmation import SESSION_KEY
from tests.architecture.test_cabinet_urls import ALL, address
from tests.factories.accounts import PASSWORD
from tests.factories.confirmation import confirmed
from tests.scenarios import cabinet_of

pytestmark = pytest.mark.django_db

#: The acts of the cabinet that must ask; a new sensitive one is added here and decorated.
SENSITIVE = {
    "accounts:change_email",
    "accounts:change_phone",
    "two_factor:backup_tokens",
    "two_factor:remove_device",
}
MARKED = {name: (route, pattern) for name, route, pattern in ALL if hasattr(pattern.callback, "wants_confirmation")}


def test_every_sensitive_act_is_marked():
    assert MARKED.keys() >= SENSITIVE


@pytest.mark.parametrize("name", sorted(MARKED))
def test_an_act_asks_for_the_password_and_does_nothing_before(scene, name):
    client = cabinet_of(scene.member)
    for method in (client.get, client.post):
        answer = method(address(*MARKED[name]))
        assert answer.status_code == 302
        assert answer["Location"].startswith("/security/confirm/?next=")


def test_enrolment_of_a_device_asks_too(scene):
    assert cabinet_of(scene.member).get("/security/setup/")["Location"].startswith("/security/confirm/")


def test_a_confirmation_leads_back_and_wears_off(scene):
    client = cabinet_of(scene.member)
    wanted = client.get("/account/phone/")["Location"]
    assert "Неверный пароль" in client.post(wanted, {"password": "не тот"}).content.decode()
    assert client.post(wanted, {"password": PASSWORD})["Location"] == "/account/phone/"
    assert client.get("/account/phone/").status_code == 200
    session = client.get("/account/phone/").wsgi_request.session
    session[SESSION_KEY] -= settings.PASSWORD_CONFIRMATION_AGE
    session.save()
    assert client.get("/account/phone/").status_code == 302


def test_a_confirmation_is_of_one_session_only(scene):
    confirmed(cabinet_of(scene.member))
    for other in (scene.member, scene.colleague):
        assert cabinet_of(other).get("/account/phone/").status_code == 302
