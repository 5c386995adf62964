"""A regulation as a visitor reads it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import regulations as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def three_editions(workshop):
    past = make.edition(workshop, days=-100, number=1, text=make.TEXT.replace("чистым", "вовремя"))
    present = make.edition(workshop, days=-10, number=2)
    coming = make.edition(workshop, days=20, number=3, text=make.TEXT.replace("чистым", "чистым и смазанным"))
    return past, present, coming


def read(response):
    return response.content.decode()


@pytest.mark.req("REQ-7.2")
def test_the_edition_in_force_is_read_without_signing_in(site_client, three_editions):
    response = site_client.get("/dokumenty/masterskaya/")
    assert response.status_code == 200
    assert "возвращают чистым." in read(response)
    assert 'id="p-2.5"' in read(response)


@pytest.mark.req("REQ-2.2")
def test_coming_and_past_editions_are_public(site_client, three_editions):
    for edition, words in zip(three_editions, ["вовремя", "чистым", "чистым и смазанным"], strict=True):
        response = site_client.get(f"/dokumenty/masterskaya/{edition.effective_from}/")
        assert words in read(response)


@pytest.mark.parametrize(("days", "number"), [(-100, 1), (-11, 1), (-10, 2), (0, 2), (19, 2), (20, 3), (5000, 3)])
def test_an_address_with_a_day_shows_the_edition_in_force_on_it(site_client, three_editions, days, number):
    day = timezone.localdate() + timedelta(days=days)
    assert site_client.get(f"/dokumenty/masterskaya/{day}/").context["edition"].number == number


def test_a_day_before_the_first_edition_is_not_found_with_help(site_client, three_editions):
    response = site_client.get(f"/dokumenty/masterskaya/{timezone.localdate() - timedelta(days=101)}/")
    assert response.status_code == 404
    assert "документ не действовал" in read(response)


@pytest.mark.parametrize("part", ["2026-02-30", "2026-2-3", "20260203", "завтра", "0000-01-01"])
def test_a_malformed_day_is_not_found(site_client, three_editions, part):
    assert site_client.get(f"/dokumenty/masterskaya/{part}/").status_code == 404


def test_the_list_names_the_edition_in_force(site_client, three_editions):
    text = read(site_client.get("/dokumenty/"))
    assert "Порядок работы мастерской" in text
    assert "действует редакция №\u00a02" in text


def test_a_regulation_without_editions_says_so(site_client, workshop):
    assert "Текст ещё не опубликован" in read(site_client.get("/dokumenty/masterskaya/"))


def test_before_the_first_edition_takes_effect_the_coming_one_is_shown_as_coming(site_client, workshop):
    make.edition(workshop, days=5)
    assert "ещё не действует" in read(site_client.get("/dokumenty/masterskaya/"))


def test_the_difference_of_two_editions(site_client, three_editions):
    past, _present, coming = three_editions
    response = site_client.get(f"/dokumenty/masterskaya/izmeneniya/{past.effective_from}/{coming.effective_from}/")
    assert "<del>вовремя.</del>" in read(response)
    assert "<ins>чистым и смазанным.</ins>" in read(response)


def test_the_form_leads_to_the_difference_in_order_of_time(site_client, three_editions):
    past, _present, coming = three_editions
    chosen = {"from": coming.effective_from, "to": past.effective_from}
    response = site_client.get("/dokumenty/masterskaya/izmeneniya/", chosen)
    address = f"/dokumenty/masterskaya/izmeneniya/{past.effective_from}/{coming.effective_from}/"
    assert response.headers["Location"] == address


@pytest.mark.parametrize("query", ["", "?from=x&to=y", "?from=2026-01-01"])
def test_the_form_without_days_leads_back(site_client, three_editions, query):
    response = site_client.get(f"/dokumenty/masterskaya/izmeneniya/{query}")
    assert response.headers["Location"] == "/dokumenty/masterskaya/"


def test_feeds_name_the_editions(site_client, three_editions):
    for address in ("/dokumenty/feed.xml", "/dokumenty/masterskaya/feed.xml"):
        response = site_client.get(address)
        assert response.headers["Content-Type"].startswith("application/atom+xml")
        assert read(response).count("<entry>") == 3


def test_a_draft_is_nowhere(site_client, three_editions, workshop):
    canary = "канарейка"
    make.edition(workshop, days=30, number=4, text=make.TEXT.replace("чистым", canary), live=False)
    day = timezone.localdate() + timedelta(days=30)
    today = timezone.localdate()
    for address in (
        "/dokumenty/",
        "/dokumenty/feed.xml",
        "/dokumenty/masterskaya/",
        f"/dokumenty/masterskaya/{day}/",
        f"/dokumenty/masterskaya/izmeneniya/{today}/{day}/",
        "/dokumenty/masterskaya/feed.xml",
    ):
        response = site_client.get(address)
        assert response.status_code == 200
        assert canary not in read(response)
        assert "редакция №\u00a04" not in read(response).lower()


ONE_CLAUSE = "1. ПРАВИЛО\n1.1. Инструмент возвращают чистым."
MANY_CLAUSES = "1. ПРАВИЛА\n" + "\n".join(f"1.{n}. Инструмент возвращают чистым и вовремя." for n in range(1, 550))


@pytest.mark.parametrize(("count", "text"), [(1, ONE_CLAUSE), (1, MANY_CLAUSES), (4, ONE_CLAUSE)])
def test_queries_of_a_regulation_do_not_grow(workshop, cold, count, text):
    assert len(MANY_CLAUSES.encode()) > 40 * 1024
    for number in range(count):
        make.edition(workshop, days=-100 + number, number=number + 1, text=text)
    assert "возвращают чистым" in cold("/dokumenty/masterskaya/", 8)
