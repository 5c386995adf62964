"""Scope × address of the interface for programs: each reads what its token says and nothing more."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from lk_addon.exchange.domain.tokens import issue_token
from lk_addon.exchange.models import Scope
from tests.architecture.matrix import Browsers, Leaks
from tests.architecture.routes import routes_of
from tests.architecture.twins import twins
from tests.scenes import begin_with

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-1.1.d")]

ROUTES = routes_of(settings.ROOT_URLCONF)


@pytest.fixture
def scene(db):
    return begin_with(twins)


def words_hidden_from_programs(scene):
    """Return the words of both members that no program reads: those of all rooms but the register."""
    rooms = set(scene.b.rooms) - {"register"}
    return [word for own in (scene.a, scene.b) for room in rooms for word in own.rooms[room]]


def test_programs_get_what_their_token_says(scene):
    leaks = Leaks()
    api = [route for route in ROUTES if route.name.startswith("api:")]
    number = scene.b.member.registration_number
    for scope in (None, "forged", *Scope):
        secret = scope if scope in (None, "forged") else token(scope)
        headers = {"host": settings.SITE_HOST} | ({"authorization": f"Bearer {secret}"} if secret else {})
        browsers = Browsers(lambda role, headers=headers: Client(headers=headers), settings.SITE_HOST)
        for route in api:
            for method in ("get", "post"):
                visit = browsers.visit(scope, method, route.address(dict.fromkeys(route.parameters, number)))
                leaks.visits += 1
                judge_program(leaks, scope, route, visit, scene)
    leaks.tell()


def token(scope):
    valid_to = timezone.localdate() + timedelta(days=1)
    return issue_token(system="matrix", scopes=[scope], valid_to=valid_to, actor=None)[1]


#: Interface's addresses → the scope that reads them; what is public anyway needs none.
READ_SCOPES = {
    "api:members": Scope.MEMBERS_READ, "api:member": Scope.MEMBERS_READ, "api:exclusion": None,
    "api:member_balance": Scope.FINANCE_READ, "api:balances": Scope.FINANCE_READ, "api:charges": Scope.FINANCE_READ,
    "api:payments": Scope.FINANCE_READ, "api:contributions": Scope.CONTRIBUTIONS_READ,
    "api:contracts": Scope.CONTRACTS_READ,
}  # fmt: skip
PUBLIC = {"api:schema", "api:docs", "api:register", "api:entry"}


def judge_program(leaks, scope, route, visit, scene):
    """Read with the scope, nothing without; an empty form writes nothing in any case."""
    secrets = words_hidden_from_programs(scene)
    leaks.expect(not visit.changed - {"exchange_apitoken"}, scope, visit, f"wrote {visit.changed}")
    leaks.expect(visit.status < 500, scope, visit, "broke")
    if route.name in PUBLIC:
        leaks.expect_silence(scope, visit, secrets)
        return
    assert route.name in READ_SCOPES, f"{route.name}: say in READ_SCOPES what reads it"
    if scope in (None, "forged"):
        leaks.expect(visit.status == 401, scope, visit, "answers without a token")
    elif visit.method == "get":
        opens = {200} if scope == READ_SCOPES[route.name] else {403, 405}
        leaks.expect(visit.status in opens, scope, visit, f"wanted {opens}")
    if visit.status in {401, 403}:
        leaks.expect_silence(scope, visit, secrets)
