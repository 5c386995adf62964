"""Every answer of ours carries the security headers, whatever kind of answer it is."""

from contextlib import closing

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

from cms.core import health
from tests.factories.sessions import signed_in_client

STATIC_FILE = "/static/vendor/bootstrap/css/bootstrap.min.css"
STRICT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def policy(answer):
    return dict(directive.split(" ", 1) for directive in answer["Content-Security-Policy"].split("; "))


def assert_common_headers(answer):
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert "microphone=()" in answer["Permissions-Policy"]
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.fixture
def broken_view(monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(health, "JsonResponse", fail)


@pytest.fixture
def admin_in_back_office(prepared_site):
    """A browser in which an administrator is signed in, and the home page."""
    admin = get_user_model().objects.create_superuser("admin@example.com", "long-enough-2026")
    return signed_in_client(admin), prepared_site


@pytest.fixture(params=["site", pytest.param("lk", marks=pytest.mark.needs_addon)])
def client(request):
    host = settings.SITE_HOST if request.param == "site" else settings.LK_HOST
    return Client(headers={"host": host}, raise_request_exception=False)


@pytest.mark.django_db
@pytest.mark.req("REQ-4.4", "REQ-L.2")
@pytest.mark.parametrize(
    ("path", "status"),
    [("/healthz", 200), ("/no-such-page/", 404), (STATIC_FILE, 200), ("/static/none.css", 404)],
)
def test_answers_on_both_hosts_are_strict(client, path, status):
    with closing(client.get(path)) as answer:
        assert answer.status_code == status
        assert_common_headers(answer)
        assert policy(answer).items() >= STRICT.items()
        assert answer["X-Frame-Options"] == "DENY"


@pytest.mark.django_db
@pytest.mark.usefixtures("broken_view")
def test_failures_are_strict(client):
    answer = client.get("/readyz")
    assert answer.status_code == 500
    assert_common_headers(answer)
    assert policy(answer).items() >= STRICT.items()
    assert answer["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("host", ["evil.example.com", "a b"])
def test_refusal_at_the_gate_is_strict(host):
    answer = Client(headers={"host": host}).get("/")
    assert answer.status_code == 421
    assert_common_headers(answer)
    assert policy(answer).items() >= STRICT.items()
    assert answer["X-Frame-Options"] == "DENY"


def test_pages_are_strict_when_rendered_and_when_kept(site_client, prepared_site):
    for _visit in ("rendered", "kept"):
        answer = site_client.get("/")
        assert answer.status_code == 200
        assert_common_headers(answer)
        assert policy(answer).items() >= STRICT.items()
        assert answer["X-Frame-Options"] == "DENY"


def test_304_is_as_strict_as_the_page_from_the_cache_and_rendered(site_client, prepared_site):
    for address in ("/", "/?filling=1"):
        answer = site_client.get(address, headers={"if-none-match": site_client.get(address)["ETag"]})
        assert answer.status_code == 304
        assert_common_headers(answer)
        assert policy(answer).items() >= STRICT.items()
        assert answer["X-Frame-Options"] == "DENY"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/admin", "/admin/"])
def test_redirects_carry_headers(site_client, path):
    answer = site_client.get(path)
    assert answer.status_code in (301, 302)
    assert_common_headers(answer)
    assert "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.django_db
def test_door_of_the_admin_is_strict(site_client):
    answer = site_client.get("/admin/login/")
    assert answer.status_code == 200
    assert policy(answer).items() >= STRICT.items()
    assert answer["X-Frame-Options"] == "DENY"


def test_admin_may_frame_itself_and_nobody_else_may(admin_in_back_office):
    client, home = admin_in_back_office
    preview = f"/admin/pages/{home.pk}/view_draft/"
    for path in ("/admin/", f"/admin/pages/{home.pk}/edit/", preview):
        answer = client.get(path)
        assert answer.status_code == 200
        assert_common_headers(answer)
        assert answer["X-Frame-Options"] == "SAMEORIGIN"
        assert policy(answer)["frame-ancestors"] == "'self'"
        assert policy(answer)["default-src"] == "'none'"
        assert "unsafe-eval" not in answer["Content-Security-Policy"]
        assert answer["X-Request-ID"]
    assert policy(answer).items() >= (STRICT | {"frame-ancestors": "'self'"}).items()  # the preview


def test_staff_see_the_public_site_under_the_strict_policy(admin_in_back_office):
    client, _home = admin_in_back_office
    assert policy(client.get("/")).items() >= STRICT.items()


@pytest.mark.django_db
def test_loose_policy_of_the_admin_is_not_on_the_cabinet_host(lk_client):
    answer = lk_client.get("/admin/login/")
    assert answer.status_code == 404
    assert policy(answer).items() >= STRICT.items()


def test_strict_transport_security_over_https(settings, rf):
    settings.SECURE_HSTS_SECONDS = 63072000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    answers = [
        Client(headers={"host": host}).get("/healthz", secure=True)
        for host in (settings.SITE_HOST, settings.LK_HOST, "evil.example.com")
    ]
    for answer in answers:
        assert answer["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
