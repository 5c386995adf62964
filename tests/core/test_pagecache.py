"""The page cache: fast for strangers, never wrong, never for anybody with a session."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from redis.exceptions import ConnectionError as RedisConnectionError
from wagtail.contrib.redirects.models import Redirect

from cms.core import appearance, pagecache
from cms.outbox.models import OutboxMessage
from cms.wsgi import application
from home.pages.models import PlainPage


@pytest.fixture
def home(prepared_site, django_capture_on_commit_callbacks):
    return prepared_site


def publish(page, title, capture):
    page.title = title
    with capture(execute=True):
        page.save_revision().publish()


def change_without_clearing(page, title):
    type(page).objects.filter(pk=page.pk).update(title=title)


def test_second_visit_takes_no_query(home, site_client, django_assert_num_queries):
    first = site_client.get("/")
    with django_assert_num_queries(0):
        second = site_client.get("/")
    assert second.content == first.content
    kept = {name: value for name, value in first.items() if name != "X-Request-ID"}
    assert {name: value for name, value in second.items() if name != "X-Request-ID"} == kept


def test_publishing_clears(home, site_client, django_capture_on_commit_callbacks):
    site_client.get("/")
    publish(home, "Новое название союза", django_capture_on_commit_callbacks)
    assert "Новое название союза" in site_client.get("/").content.decode()


def test_unpublishing_clears(home, site_client, django_capture_on_commit_callbacks):
    site_client.get("/")
    with django_capture_on_commit_callbacks(execute=True):
        home.unpublish()
    assert site_client.get("/").status_code == 404


def test_change_of_a_watched_row_clears(home, site_client, django_capture_on_commit_callbacks):
    site_client.get("/")
    before = cache.get(pagecache.GENERATION)
    with django_capture_on_commit_callbacks(execute=True):
        Redirect.objects.create(old_path="/staryy", redirect_link="/")
    assert cache.get(pagecache.GENERATION) != before


def test_page_rendered_before_a_change_and_stored_after_it_is_not_served(
    home, site_client, monkeypatch, django_capture_on_commit_callbacks
):
    judge = pagecache.is_cacheable_response

    def change_meanwhile(request, response):
        monkeypatch.undo()
        publish(home, "Уже новое", django_capture_on_commit_callbacks)
        return judge(request, response)

    monkeypatch.setattr(pagecache, "is_cacheable_response", change_meanwhile)
    assert "Уже новое" not in site_client.get("/").content.decode()
    assert "Уже новое" in site_client.get("/").content.decode()


def test_visitor_with_a_session_is_never_answered_from_the_cache(home, site_client):
    page = home.add_child(instance=PlainPage(title="Прежнее", slug="stranitsa"))
    site_client.get("/stranitsa/")
    change_without_clearing(page, "Только что изменено")
    assert "Только что изменено" not in site_client.get("/stranitsa/").content.decode()
    site_client.cookies[settings.SESSION_COOKIE_NAME] = "anything"
    assert "Только что изменено" in site_client.get("/stranitsa/").content.decode()


def test_answer_to_a_session_is_not_kept_for_others(home, site_client):
    site_client.cookies[settings.SESSION_COOKIE_NAME] = "anything"
    site_client.get("/")
    del site_client.cookies[settings.SESSION_COOKIE_NAME]
    with CaptureQueriesContext(connection) as queries:
        site_client.get("/")
    assert len(queries) > 0


def test_unknown_parameter_is_rendered_and_not_kept(home, site_client):
    response = site_client.get("/?filling=1")
    assert response.status_code == 200
    assert cache.get(pagecache.page_key(response.wsgi_request.environ)) is None


def test_etag_is_answered_with_304(home, site_client):
    etag = site_client.get("/").headers["ETag"]
    for _attempt in range(2):
        again = site_client.get("/", headers={"if-none-match": etag})
        assert again.status_code == 304
        assert again.content == b""


def test_entry_ends_at_the_next_boundary_without_anyones_action(home, site_client, monkeypatch):
    start = timezone.now()
    monkeypatch.setattr(pagecache, "_boundaries", [lambda now: start + timedelta(seconds=30), lambda now: None])
    page = home.add_child(instance=PlainPage(title="До границы", slug="stranitsa"))
    with time_machine.travel(start, tick=False) as clock:
        site_client.get("/stranitsa/")
        change_without_clearing(page, "После границы")
        clock.shift(29)
        assert "После границы" not in site_client.get("/stranitsa/").content.decode()
        clock.shift(1)
        assert "После границы" in site_client.get("/stranitsa/").content.decode()


def test_broken_cache_still_gives_pages(home, site_client, monkeypatch):
    def broken(*args, **kwargs):
        raise RedisConnectionError("gone")

    monkeypatch.setattr(cache, "get", broken, raising=False)
    assert site_client.get("/").status_code == 200


def test_clearing_that_fails_is_done_later(db, monkeypatch, django_capture_on_commit_callbacks):
    def broken(*args, **kwargs):
        raise RedisConnectionError("gone")

    with monkeypatch.context() as patch:
        patch.setattr(cache, "set", broken, raising=False)
        with django_capture_on_commit_callbacks(execute=True):
            pagecache.clear()
    assert OutboxMessage.objects.filter(handler="pagecache.clear").exists()


def test_404_is_not_kept(home, site_client):
    response = site_client.get("/net-takoy/")
    assert response.status_code == 404
    assert cache.get(pagecache.page_key(response.wsgi_request.environ)) is None


def test_each_look_has_its_own_entry(home, site_client):
    plain = site_client.get("/").content
    site_client.cookies[appearance.COOKIE] = "3.black.wide.off"
    assert site_client.get("/").content != plain
    del site_client.cookies[appearance.COOKIE]
    assert site_client.get("/").content == plain


def wsgi_get(**environ):
    """Ask the WSGI application itself; return status, headers and body."""
    answered = []
    environ = RequestFactory().get("/", headers={"host": settings.SITE_HOST}).environ | environ
    body = b"".join(application(environ, lambda status, headers: answered.extend((status, dict(headers)))))
    return answered[0], answered[1], body


def test_wsgi_answers_hits_before_django(home, site_client, django_assert_num_queries):
    rendered = site_client.get("/").content
    with django_assert_num_queries(0):
        status, headers, body = wsgi_get()
    assert (status, body) == ("200 OK", rendered)
    assert "default-src" in headers["Content-Security-Policy"]
    assert wsgi_get(REQUEST_METHOD="HEAD")[2] == b""
    assert wsgi_get(HTTP_IF_NONE_MATCH=headers["ETag"])[::2] == ("304 Not Modified", b"")


@pytest.mark.parametrize(
    "environ",
    [
        {"HTTP_COOKIE": "sessionid=anything"},
        {"HTTP_HOST": "evil.example.com"},
        {"HTTP_HOST": "lk.np-ss.localhost"},
        {"REQUEST_METHOD": "POST"},
        {"QUERY_STRING": "filling=1"},
        {"HTTP_AUTHORIZATION": "Bearer x"},
    ],
)
def test_wsgi_passes_everybody_else_on(home, site_client, environ):
    site_client.get("/")
    request = RequestFactory().get("/", headers={"host": settings.SITE_HOST})
    assert pagecache.page_key(request.environ)
    assert pagecache.page_key(request.environ | environ) is None
