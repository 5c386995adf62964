"""Nobody learns which logins exist: the door does as much for one that does not as for one that does.

Work is counted, not timed: a password's hash costs a hundred times what all the rest of a request does.
"""

import re

import pytest
from django.conf import settings
from django.contrib.auth.hashers import get_hasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lk_addon.accounts.domain.applications import invite
from lk_addon.accounts.domain.blocks import block_account
from lk_addon.accounts.domain.invitations import replace_credentials
from lk_addon.accounts.models import Mandate
from tests.factories.accounts import PASSWORD, AccessApplicationFactory
from tests.factories.regulations import edition, regulation
from tests.scenarios import people
from tests.scenes import begin_with

STEP = re.compile(r'name="(\w+-current_step)"')
pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-2.5")]


@pytest.fixture
def scene(db):
    return begin_with(people)


@pytest.fixture
def hashed(monkeypatch):
    """The passwords that were hashed, whether compared with one that is stored or thrown away."""
    passwords, hasher = [], type(get_hasher())
    encode = hasher.encode

    def counted(self, password, *args, **kwargs):
        passwords.append(password)
        return encode(self, password, *args, **kwargs)

    monkeypatch.setattr(hasher, "encode", counted)
    return passwords


@pytest.fixture
def accounts(scene):
    """E-mails of accounts in every state, and of none."""
    block_account(user=scene.outsider, reason="suspicion", comment="", actor=scene.staff)
    type(scene.other).objects.filter(pk=scene.other.pk).update(is_active=False)
    replace_credentials(mandate=Mandate.objects.get(user=scene.colleague), actor=scene.staff)
    invited = invite(application=AccessApplicationFactory(), actor=scene.staff).user
    return {
        "none": "nobody@example.com",
        "no e-mail at all": "nobody",
        "in order": scene.member.email,
        "excluded": scene.excluded.email,
        "blocked": scene.outsider.email,
        "switched off": scene.other.email,
        "never activated": invited.email,
        "password taken away": scene.colleague.email,
        "no mandate": scene.stranger.email,
        "staff": scene.staff.email,
    }


def knock(email, password, host):
    """Give a password at the door of ``host``. Returns the answer's status and the number of queries."""
    browser = Client(headers={"host": host})
    address = "/login/" if host == settings.LK_HOST else "/admin/login/"
    page = browser.get(address, follow=True)
    address, step = page.wsgi_request.path, STEP.search(page.content.decode())[1]
    data = {step: "auth", "auth-username": email, "auth-password": password}
    with CaptureQueriesContext(connection) as queries:
        answer = browser.post(address, data)
    return answer.status_code, len(queries)


@pytest.mark.parametrize("door", ["cabinet", "back office"])
def test_a_wrong_password_costs_the_same_whoever_is_named(accounts, hashed, door):
    host = settings.LK_HOST if door == "cabinet" else settings.SITE_HOST
    work = {}
    for state, email in accounts.items():
        hashed.clear()
        answer = knock(email, "wrong-password-2026", host)
        work[state] = (*answer, len(hashed))
    assert set(work.values()) == {work["none"]}
    assert work["none"][2] == 1


def test_the_right_password_of_a_closed_account_is_hashed_once_as_any(accounts, hashed):
    for state in ("none", "excluded", "blocked", "switched off", "never activated", "password taken away"):
        hashed.clear()
        assert knock(accounts[state], PASSWORD, settings.LK_HOST)[0] == 200, state
        assert len(hashed) == 1, state


def test_the_brake_on_guessing_takes_hold_at_the_same_attempt(accounts):
    def attempts(email):
        return [knock(email, "wrong-password-2026", settings.LK_HOST)[0] for _time in range(12)]

    nobody = attempts(accounts["none"])
    assert len(set(nobody)) == 2
    assert attempts(accounts["in order"]) == attempts(accounts["never activated"]) == nobody


def test_a_link_of_activation_costs_no_hash_until_it_is_good(scene, hashed):
    for slug in ("lichnyy-kabinet", "soglasie-pdn"):
        edition(regulation(slug=slug), days=-10)
    invite(application=AccessApplicationFactory(), actor=scene.staff)
    hashed.clear()
    for link in ("never", "x" * 43, "я" * 43):
        browser = Client(headers={"host": settings.LK_HOST})
        data = {"new_password1": PASSWORD, "new_password2": PASSWORD}
        assert [
            browser.get(f"/activate/{link}/").status_code,
            browser.post(f"/activate/{link}/", data).status_code,
        ] == [
            410,
            410,
        ]
    assert hashed == []
