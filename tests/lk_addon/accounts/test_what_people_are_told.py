"""Clauses that are fulfilled by telling people something in the right place."""

import re

import pytest

from lk_addon.accounts.domain.applications import invite
from lk_addon.accounts.forms import ActivationForm
from tests.factories.accounts import AccessApplicationFactory
from tests.lk_addon.accounts.test_activation import letter_link, path_of
from tests.scenarios import cabinet_of

pytestmark = pytest.mark.django_db


def words(answer):
    """Return what a reader sees: no tags, spaces folded."""
    text = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(text.replace("&nbsp;", " ").split())


@pytest.fixture
def activation_page(scene, documents, lk_client):
    invite(application=AccessApplicationFactory(member=scene.north, email="novichok@example.com"), actor=scene.staff)
    return words(lk_client.get(path_of(letter_link())))


@pytest.mark.req("REQ-2.1.a", "REQ-2.1.c")
def test_activation_names_the_promises_and_the_risk(activation_page):
    for said in ("проверенного на вирусы компьютера", "не защищённый канал связи", "принимаете этот риск"):
        assert said in activation_page
    assert "Технические требования" in activation_page


@pytest.mark.req("REQ-4.3")
def test_activation_says_what_the_data_are_for_and_asks_for_none(activation_page):
    assert "Зачем нужны ваши данные" in activation_page
    assert set(ActivationForm.base_fields) == {
        "new_password1",
        "new_password2",
        "regulation",
        "personal_data",
        "information",
        "regulation_edition",
        "personal_data_edition",
    }


@pytest.mark.req("REQ-4.6", "REQ-6.4")
@pytest.mark.parametrize("path", ["/help/", "/access-help/"])
def test_help_says_who_answers_for_the_use_of_credentials(lk_client, path):
    assert "СРО не отвечает за последствия" in words(lk_client.get(path))


@pytest.mark.req("REQ-1.1.f")
def test_help_names_the_browsers(lk_client):
    for browser in ("Google Chrome", "Firefox", "Opera", "Яндекс.Браузер"):
        assert browser in words(lk_client.get("/help/"))


@pytest.mark.req("REQ-3.1")
def test_everybody_sees_the_own_organisation_and_no_other(scene):
    for user, own, foreign in (
        (scene.member, "Демострой-Север", "Ёлочный монтаж"),
        (scene.outsider, "Ёлочный монтаж", "Демострой-Север"),
    ):
        for path in ("/", "/organization/"):
            page = words(cabinet_of(user).get(path))
            assert own in page
            assert foreign not in page
