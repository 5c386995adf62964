"""Every address of the cabinet is closed to everybody but those whom it names open to."""

import uuid

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, get_resolver

from cms.core.sessions import SessionStore
from tests.factories.sessions import put_back
from tests.scenarios import cabinet_of, people

#: The whole list of views that a stranger may open. A new one is added here on purpose or not at all.
OPEN = {
    "healthz",
    "readyz",
    "set_appearance",
    "brand_stylesheet",
    "rendition",
    "cabinet:help",
    "cabinet:access_help",
    "accounts:logout",
    "planner:file",
    "mailings:refuse",
    "accounts:activated",
    "accounts:activate",
    "accounts:consent_withdrawn",
    "accounts:confirm_email",
    "two_factor:login",
}
VALUES = {
    "int": "987654",
    "str": "no-such-thing",
    "slug": "no-such-thing",
    "path": "no/such",
    "uuid": str(uuid.uuid4()),
}


def patterns(resolver, namespace="", prefix=""):
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", route, pattern
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from patterns(pattern, inner, route)


ALL = list(patterns(get_resolver(settings.LK_URLCONF)))
CLOSED = [(name, route, pattern) for name, route, pattern in ALL if name not in OPEN]


def address(route, pattern):
    for name, converter in pattern.pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower()
        for form in (f"<{kind}:{name}>", f"<{name}>"):
            route = route.replace(form, VALUES.get(kind, VALUES["str"]))
    return f"/{route}"


def test_views_open_to_strangers_are_those_listed_here():
    marked = {name for name, _route, pattern in ALL if not getattr(pattern.callback, "login_required", True)}
    assert marked == OPEN
    assert len(CLOSED) > 8


@pytest.mark.django_db
@pytest.mark.req("REQ-1.1.a")
@pytest.mark.parametrize(("name", "route", "pattern"), CLOSED, ids=[name for name, *_rest in CLOSED])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_led_to_the_door_and_sees_nothing(name, route, pattern, method):
    answer = getattr(Client(headers={"host": settings.LK_HOST}), method)(address(route, pattern))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")
    assert answer.content == b""


@pytest.mark.django_db
@pytest.mark.req("REQ-1.4")
@pytest.mark.parametrize("who", ["excluded", "stranger", "editor"])
def test_who_may_not_enter_is_led_out_from_everywhere(who):
    browser = cabinet_of(getattr(people(), who))
    key = browser.cookies[settings.SESSION_COOKIE_NAME].value
    held = dict(SessionStore(key, host=settings.LK_HOST).items())
    for _name, route, pattern in CLOSED:
        for method in ("get", "post"):
            put_back(key, held, settings.LK_HOST)
            browser.cookies[settings.SESSION_COOKIE_NAME] = key
            answer = getattr(browser, method)(address(route, pattern))
            assert answer.status_code == 302, route
            assert answer["Location"] == "/login/?reason=closed"
            assert answer.content == b""


@pytest.mark.django_db
@pytest.mark.req("REQ-1.1.d")
def test_an_address_with_an_id_knows_no_foreign_object():
    browser = cabinet_of(people().member)
    for name, route, pattern in CLOSED:
        if pattern.pattern.converters and name != "two_factor:remove_device":
            answers = [getattr(browser, method)(address(route, pattern)).status_code for method in ("get", "post")]
            assert set(answers) <= {404, 405}, route
            assert 404 in answers, route
