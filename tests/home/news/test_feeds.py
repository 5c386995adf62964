"""The feeds of news."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from django.conf import settings

from tests.factories.news import make_news

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def test_atom_has_what_the_format_demands(site_client, prepared_site):
    make_news("Кавычки «ёлочки» & <угол>", date=datetime(2025, 3, 1, 9, tzinfo=UTC))

    response = site_client.get("/novosti/feed.xml")
    feed = ElementTree.fromstring(response.content)

    assert response["Content-Type"].startswith("application/atom+xml")
    assert feed.find(f"{ATOM}id").text == f"{settings.SITE_URL}/novosti/"
    assert feed.find(f"{ATOM}link[@rel='self']").get("href") == f"{settings.SITE_URL}/novosti/feed.xml"
    assert feed.find(f"{ATOM}author/{ATOM}name").text
    assert feed.find(f"{ATOM}updated").text
    entry = feed.find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text == "Кавычки «ёлочки» & <угол>"
    assert entry.find(f"{ATOM}link").get("href").startswith(f"{settings.SITE_URL}/novosti/")
    assert entry.find(f"{ATOM}published").text.startswith("2025-03-01")
    assert entry.find(f"{ATOM}updated").text > entry.find(f"{ATOM}published").text
    assert entry.find(f"{ATOM}id").text.startswith("urn:uuid:")


def test_rss_parses_and_links_are_absolute(site_client, prepared_site):
    make_news("Новость", slug="novost")

    response = site_client.get("/novosti/rss.xml")
    item = ElementTree.fromstring(response.content).find("channel/item")

    assert response["Content-Type"].startswith("application/rss+xml")
    assert item.find("link").text == f"{settings.SITE_URL}/novosti/novost/"
    assert item.find("pubDate").text


def test_unchanged_feed_is_not_sent_again(site_client, prepared_site):
    make_news("Новость")
    first = site_client.get("/novosti/feed.xml")

    assert site_client.get("/novosti/feed.xml", headers={"if-none-match": first["ETag"]}).status_code == 304
    by_date = site_client.get("/novosti/feed.xml", headers={"if-modified-since": first["Last-Modified"]})
    assert by_date.status_code == 304
