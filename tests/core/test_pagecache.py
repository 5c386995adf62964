"""The page cache: fast for strangers, never wrong, never for anybody with a session."""

import dataclasses
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone
from redis.exceptions import ConnectionError as RedisConnectionError
from wagtail.contrib.redirects.models import Redirect

from cms.core import pagecache, request_memory
from cms.outbox.models import OutboxMessage
from cms.wsgi import application
from home.news.models import NewsTag
from home.news.queries import PAGE_SIZE
from tests.factories import regulations as make_regulation
from tests.factories.news import make_news
from tests.factories.pages import plain_page


@pytest.fixture
def home(prepared_site, django_capture_on_commit_callbacks):
    return prepared_site


def publish(page, title, capture):
    page.title = title
    with capture(execute=True):
        page.save_revision().publish()


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


def replace_kept(response, content):
    """Put other words into the kept copy of this answer: whoever reads them was answered from the cache."""
    key = pagecache.page_key(response.wsgi_request.environ)
    cache.set(key, dataclasses.replace(cache.get(key), content=content.encode()))


def test_visitor_with_a_session_is_never_answered_from_the_cache(home, site_client):
    replace_kept(site_client.get("/"), "Сохранённая копия")
    assert site_client.get("/").content.decode() == "Сохранённая копия"
    site_client.cookies[settings.SESSION_COOKIE_NAME] = "anything"
    assert "</html>" in site_client.get("/").content.decode()


def test_answer_to_a_session_is_not_kept_for_others(home, site_client):
    site_client.cookies[settings.SESSION_COOKIE_NAME] = "anything"
    site_client.get("/")
    del site_client.cookies[settings.SESSION_COOKIE_NAME]
    assert cache.get(pagecache.page_key(RequestFactory(headers={"host": settings.SITE_HOST}).get("/").environ)) is None


@pytest.fixture
def things_with_parameters(home):
    """Two pages of news, one subject, two editions."""
    for number in range(PAGE_SIZE + 1):
        make_news(f"Запись {number}")
    NewsTag.objects.create(name="Взносы", slug="vznosy")
    tagged = make_news("О взносах")
    tagged.tags.add("Взносы")
    tagged.save_revision().publish()
    plain_page(home, "o-sro")
    workshop = make_regulation.regulation()
    make_regulation.edition(workshop, days=-30, number=1)
    make_regulation.edition(workshop, days=-10, number=2)


def day(days):
    return timezone.localdate() + timedelta(days=days)


def is_kept(response):
    return cache.get(pagecache.page_key(response.wsgi_request.environ)) is not None


def test_address_that_is_not_the_pages_own_is_rendered_and_not_kept(things_with_parameters, site_client, subtests):
    addresses = [
        "/?filling=1",
        "/?page=abc",
        "/?page=2",
        "/?tag=x",
        "/?year=2020",
        "/o-sro/?tag=x",
        "/o-sro/?page=1",
        *(["/reestr/?page=1"] if settings.LK_ADDON else []),
        "/novosti/?page=1&page=2",
        "/novosti/?page=01",
        "/novosti/?page=",
        "/novosti/?page=2&",
        "/novosti/?page=2&more=1",
        "/novosti/?page=%32",
        "/novosti/?tag=vznosy%00",
        "/novosti/?page=1&tag=vznosy",
        f"/novosti/0{day(0).year}/",
        "/novosti/feed.xml?page=1",
        "/preryvy/?page=999",
        "/preryvy/?page=x",
        f"/dokumenty/masterskaya/{day(-5)}/",
        f"/dokumenty/masterskaya/izmeneniya/{day(-29)}/{day(-10)}/",
    ]
    for address in addresses:
        with subtests.test(address=address):
            response = site_client.get(address)
            assert response.status_code == 200
            assert not is_kept(response)


def test_own_address_of_a_page_is_kept(things_with_parameters, site_client, subtests):
    addresses = [
        "/",
        "/novosti/",
        "/novosti/?page=1",
        "/novosti/?page=2",
        "/novosti/?tag=vznosy",
        "/novosti/?tag=vznosy&page=1",
        f"/novosti/{day(0).year}/",
        f"/novosti/{day(0).year}/?page=1",
        "/preryvy/?page=1",
        "/dokumenty/masterskaya/",
        f"/dokumenty/masterskaya/{day(-10)}/",
        f"/dokumenty/masterskaya/izmeneniya/{day(-30)}/{day(-10)}/",
    ]
    for address in addresses:
        with subtests.test(address=address):
            response = site_client.get(address)
            assert response.status_code == 200
            assert is_kept(response)


def test_looks_and_spellings_of_the_host_and_protocol_are_a_closed_set():
    environ = RequestFactory(headers={"host": settings.SITE_HOST}).get("/").environ
    plain = pagecache.page_key(environ)
    assert pagecache.page_key(environ | {"HTTP_X_FORWARDED_PROTO": "invented"}) == plain
    assert pagecache.page_key(environ | {"HTTP_COOKIE": f"{settings.APPEARANCE_COOKIE_NAME}=invented"}) == plain
    assert pagecache.page_key(environ | {"HTTP_HOST": f"{settings.SITE_HOST}:8765"}) is None


def test_no_more_is_stored_than_there_is_room_for(things_with_parameters, site_client, settings):
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        first = site_client.get("/")
        settings.PAGE_CACHE_BYTES = len(first.content) + 1
        assert is_kept(first)
        assert not is_kept(site_client.get("/o-sro/"))
        assert site_client.get("/o-sro/").status_code == 200
        clock.shift(settings.PAGE_CACHE_SECONDS)
        assert is_kept(site_client.get("/o-sro/"))


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ("{etag}", 304),
        ("W/{etag}", 304),
        ('"other", W/{etag}', 304),
        ("*", 304),
        ('W/"other"', 200),
        ('"other", "another"', 200),
        ("", 200),
    ],
)
def test_etag_is_compared_weakly(home, site_client, sent, status):
    etag = site_client.get("/").headers["ETag"]
    for _attempt in range(2):
        again = site_client.get("/", headers={"if-none-match": sent.format(etag=etag)})
        assert again.status_code == status
        assert bool(again.content) is (status == 200)


def test_entry_ends_at_the_next_boundary_without_anyones_action(home, site_client, monkeypatch):
    start = timezone.now()
    monkeypatch.setattr(pagecache, "_boundaries", [lambda now: start + timedelta(seconds=30), lambda now: None])
    with time_machine.travel(start, tick=False) as clock:
        replace_kept(site_client.get("/"), "До границы")
        clock.shift(29)
        assert site_client.get("/").content.decode() == "До границы"
        clock.shift(1)
        assert "</html>" in site_client.get("/").content.decode()


def test_part_that_depends_on_the_clock_ends_at_the_next_boundary(db, monkeypatch):
    start = timezone.now()
    monkeypatch.setattr(pagecache, "_boundaries", [lambda now: start + timedelta(seconds=30)])
    words = iter(["до", "после"])
    with time_machine.travel(start, tick=False) as clock:
        for wait, expected in ((0, "до"), (29, "до"), (1, "после")):
            clock.shift(wait)
            assert pagecache.remembered("test", lambda: next(words), by_the_clock=True) == expected


def test_copied_value_is_each_callers_own(db):
    pagecache.remembered("test", lambda: ["first"], copied=True).append("second")
    assert pagecache.remembered("test", lambda: None, copied=True) == ["first"]


def test_nothing_is_not_remembered(db):
    assert pagecache.remembered("test", lambda: None) is None
    assert pagecache.remembered("test", lambda: "found") == "found"


@pytest.mark.parametrize("lost", ["get", "set"])
def test_part_is_made_anew_while_the_cache_is_broken(db, monkeypatch, lost):
    def broken(*args, **kwargs):
        raise RedisConnectionError("gone")

    monkeypatch.setattr(cache, lost, broken, raising=False)
    assert [pagecache.remembered("test", lambda word=word: word) for word in "ab"] == ["a", "b"]


def test_generation_is_asked_once_in_a_request_and_again_after_a_change_in_it(db, django_capture_on_commit_callbacks):
    with request_memory.request_memory():
        before = pagecache.current_generation()
        cache.set(pagecache.GENERATION, "of another process", None)
        assert pagecache.current_generation() == before
        with django_capture_on_commit_callbacks(execute=True):
            pagecache.clear()
        assert pagecache.current_generation() not in (before, "of another process")


def test_draft_is_put_together_anew(home, rf):
    request = rf.get("/")
    page = Template("{% load pagecache_tags %}{% remember 'test' %}{{ word }}{% endremember %}")
    assert page.render(Context({"request": request, "word": "первое"})) == "первое"
    assert page.render(Context({"request": request, "word": "второе"})) == "первое"
    request.is_preview = True
    assert page.render(Context({"request": request, "word": "второе"})) == "второе"


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
    site_client.cookies[settings.APPEARANCE_COOKIE_NAME] = "3.black.wide.off"
    assert site_client.get("/").content != plain
    del site_client.cookies[settings.APPEARANCE_COOKIE_NAME]
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
        {"HTTP_AUTHORIZATION": "Bearer x"},
    ],
)
def test_wsgi_passes_everybody_else_on(home, site_client, environ):
    site_client.get("/")
    request = RequestFactory().get("/", headers={"host": settings.SITE_HOST})
    assert pagecache.page_key(request.environ)
    assert pagecache.page_key(request.environ | environ) is None
