"""A system that calls."""

import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from cms.core.sessions import SessionStore
from cms.users.confirmation import SESSION_KEY
from cms.users.groups import ADMINISTRATORS
from lk_addon.exchange.domain.tokens import issue_token
from lk_addon.exchange.models import Scope
from tests.factories.registry import MemberFactory
from tests.scenarios import back_office_of, exclude, staff_of


class Caller:
    """Calls below ``/api/v1/`` with JSON."""

    def __init__(self, secret="", host=settings.SITE_HOST):
        headers = {"host": host} | ({"authorization": f"Bearer {secret}"} if secret else {})
        self.client = Client(headers=headers)

    def get(self, path, **parameters):
        return self.client.get(f"/api/v1/{path}", parameters)

    def post(self, path, **data):
        return self.client.post(f"/api/v1/{path}", data, content_type="application/json")


def a_token(*scopes, days=30, system="1c", actor=None):
    valid_to = timezone.localdate() + timedelta(days=days)
    return issue_token(system=system, scopes=list(scopes or Scope), valid_to=valid_to, actor=actor)


@pytest.fixture
def register(db):
    """Two members and one that was excluded: what most tests here need of the people of ``scene``."""
    former = MemberFactory(registration_number="0906")
    exclude(former)
    return SimpleNamespace(
        north=MemberFactory(registration_number="0901"),
        montage=MemberFactory(registration_number="0902"),
        former=former,
    )


@pytest.fixture
def stranger():
    """Somebody without a token."""
    return Caller()


@pytest.fixture
def system(register):
    """A system that may do everything."""
    return Caller(a_token()[1])


@pytest.fixture
def confirmed_administrator(db):
    """An administrator who has just typed the password."""
    browser = back_office_of(staff_of(ADMINISTRATORS))
    session = SessionStore(browser.cookies[settings.SESSION_COOKIE_NAME].value, host=settings.SITE_HOST)
    session[SESSION_KEY] = int(time.time())
    session.save()
    return browser
