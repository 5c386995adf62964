"""Who gets in: tokens, scopes, hosts, and how often."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import ConnectionError as RedisConnectionError

from cms.audit.models import AuditEntry
from lk_addon.cabinet.prepare import MEMBER_DEPARTMENT
from lk_addon.exchange.api import throttling
from lk_addon.exchange.domain.tokens import revoke_token
from lk_addon.exchange.models import ApiToken, Scope
from tests.lk_addon.exchange.api.conftest import Caller, a_token
from tests.scenarios import back_office_of, staff_of

READS = {
    "members/": Scope.MEMBERS_READ,
    "members/0901/": Scope.MEMBERS_READ,
    "members/0901/balance/": Scope.FINANCE_READ,
    "charges/": Scope.FINANCE_READ,
    "payments/": Scope.FINANCE_READ,
    "balances/": Scope.FINANCE_READ,
    "contributions/": Scope.CONTRIBUTIONS_READ,
    "contracts/": Scope.CONTRACTS_READ,
}
WRITES = {
    "members/0901/exclusion/": Scope.MEMBERS_EXCLUDE,
    "charges/": Scope.FINANCE_WRITE,
    "payments/": Scope.FINANCE_WRITE,
    "balances/": Scope.FINANCE_WRITE,
    "contributions/": Scope.CONTRIBUTIONS_WRITE,
    "contracts/": Scope.CONTRACTS_WRITE,
}
CALLS = [("get", *one) for one in READS.items()] + [("post", *one) for one in WRITES.items()]


@pytest.mark.parametrize(("method", "path", "scope"), CALLS)
def test_each_address_wants_a_token_its_scope_and_the_public_host(register, stranger, method, path, scope):
    answer = getattr(stranger, method)(path)
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="api"')
    others = [one for one in Scope if one != scope]
    refused = getattr(Caller(a_token(*others)[1]), method)(path)
    assert refused.status_code == 403
    assert scope in refused.json()["detail"]
    secret = a_token(scope)[1]
    assert getattr(Caller(secret), method)(path).status_code == (200 if method == "get" else 400)
    assert getattr(Caller(secret, settings.LK_HOST), method)(path).status_code == 404


def test_unknown_revoked_expired_and_malformed_tokens_are_told_apart(register):
    token, secret = a_token()
    revoke_token(token=token, actor=None)
    later = a_token(days=1)[1]
    codes = {}
    for name, given in {"revoked": secret, "unknown": "x" * 43, "malformed": "two words"}.items():
        answer = Caller(given).get("members/")
        assert answer.headers["Content-Type"] == "application/problem+json"
        codes[name] = (answer.status_code, answer.json()["code"])
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        answer = Caller(later).get("members/")
        codes["expired"] = (answer.status_code, answer.json()["code"])
    assert codes == {name: (401, name) for name in ("revoked", "unknown", "malformed", "expired")}


def test_a_session_of_staff_opens_nothing(register):
    assert back_office_of(staff_of(MEMBER_DEPARTMENT)).get("/api/v1/members/").status_code == 401


def test_use_is_noted_and_answers_are_kept_by_nobody(register, system):
    answer = system.get("members/")
    assert answer.headers["Cache-Control"] == "no-store"
    assert ApiToken.objects.get().last_used_at is not None
    assert Caller().get("register/").headers["Cache-Control"] == "no-store"


def test_a_token_is_slowed_down_alone(register, system, monkeypatch):
    monkeypatch.setattr(throttling, "CALLS_A_MINUTE", 1)
    neighbour = Caller(a_token(system="erp")[1])
    assert [system.get("members/").status_code for _ in range(2)] == [200, 429]
    assert system.get("members/").headers["Retry-After"] == "60"
    assert neighbour.get("members/").status_code == 200


def test_a_broken_cache_stops_nobody(register, system, monkeypatch):
    def broken(*args, **kwargs):
        raise RedisConnectionError

    monkeypatch.setattr(cache, "add", broken)
    assert system.get("members/").status_code == 200


def test_administrator_issues_a_token_that_is_shown_once(register, confirmed_administrator):
    day = timezone.localdate() + timedelta(days=10)
    form = {"system": "1c", "note": "Бухгалтерия", "scopes": ["members:read"], "valid_to": day.strftime("%d.%m.%Y")}
    answer = confirmed_administrator.post("/admin/exchange/apitoken/create/", form)
    secret = answer.context["secret"]
    assert secret in answer.content.decode()
    assert Caller(secret).get("members/").status_code == 200
    token = ApiToken.objects.get()
    listed = confirmed_administrator.get("/admin/exchange/apitoken/").content.decode()
    assert "читать реестр членов" in listed
    assert secret not in listed + str(AuditEntry.objects.values_list("data", flat=True)) + token.token_hash
    confirmed_administrator.post(f"/admin/exchange/tokens/{token.pk}/revoke/")
    assert Caller(secret).get("members/").status_code == 401
    actions = AuditEntry.objects.filter(object_type="exchange.apitoken").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["api_token.issued", "api_token.revoked"]


def test_a_token_wants_a_scope_and_a_day_to_come(register, confirmed_administrator):
    form = {"system": "1c", "scopes": [], "valid_to": "01.01.2020"}
    errors = confirmed_administrator.post("/admin/exchange/apitoken/create/", form).context["form"].errors
    assert errors.keys() == {"scopes", "valid_to"}
    assert not ApiToken.objects.exists()


def test_departments_neither_see_nor_give_tokens(register):
    token, _secret = a_token()
    browser = back_office_of(staff_of(MEMBER_DEPARTMENT))
    for path in ("apitoken/", "apitoken/create/", f"tokens/{token.pk}/revoke/"):
        assert browser.get(f"/admin/exchange/{path}").status_code in (302, 403)
        assert browser.post(f"/admin/exchange/{path}").status_code in (302, 403)
    token.refresh_from_db()
    assert token.is_valid
    assert ApiToken.objects.count() == 1
