"""What visitors and programs read at /preryvy/."""

import json
import re
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar
from wagtail.models import PageViewRestriction

from home.outages.domain import add_update, cancel
from tests.home.outages.conftest import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-6.2")]

ATOM = "{http://www.w3.org/2005/Atom}"
ADDRESSES = ("/preryvy/", "/preryvy/feed.xml", "/preryvy/calendar.ics", "/preryvy/status.json")


@pytest.fixture(autouse=True)
def _at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def section_of(html, name):
    return html.partition(f'aria-labelledby="{name}"')[2].partition("</section>")[0]


def test_index_sorts_notices_by_the_clock(site_client, outage):
    outage(NOON, title="Обновление сервера", kind="unplanned", effect="degraded")
    outage(NOON + timedelta(days=5), title="Замена оборудования")
    outage(NOON - timedelta(days=5), title="Переезд", kind="unplanned")
    html = site_client.get("/preryvy/").content.decode()
    assert "Обновление сервера" in section_of(html, "running")
    assert "Замена оборудования" in section_of(html, "upcoming")
    assert "Переезд" in section_of(html, "completed")


def test_empty_index_says_that_all_works(site_client, prepared_site):
    assert "Все сервисы работают" in site_client.get("/preryvy/").content.decode()


def test_completed_notices_are_paginated(site_client, outage):
    for number in range(21):
        outage(NOON - timedelta(days=number + 1), title=f"Перерыв-{number:02}", kind="unplanned")
    first = site_client.get("/preryvy/").content.decode()
    second = site_client.get("/preryvy/?page=2").content.decode()
    assert "Перерыв-00" in first
    assert "Перерыв-20" not in first
    assert "Перерыв-20" in second


INDEX_QUERIES = 9  # with every cache empty
NOTICE_QUERIES = 8


def count_queries(client, address):
    """Count the queries of an answer that no cache helps with but the process's own, of content types."""
    client.get(address)
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_index_costs_the_same_for_one_notice_and_many(site_client, outage):
    def add_one_to_each_group():
        for start in (NOON, NOON + timedelta(days=5), NOON - timedelta(days=5)):
            outage(start, kind="unplanned", effect="degraded")

    for _more in range(3):
        add_one_to_each_group()
        assert count_queries(site_client, "/preryvy/") == INDEX_QUERIES


def test_notice_page_tells_everything(site_client, outage, editor):
    notice = outage(NOON - timedelta(minutes=30), hours=26, kind="unplanned", effect="degraded", title="Сбой почты")
    add_update(notice, actor=editor, text="Причина найдена")
    html = site_client.get(f"/preryvy/{notice.slug}/").content.decode()
    for said in ("Сбой почты", "Идёт сейчас", "1\xa0сут. 2\xa0ч", "Сайт np-ss.org", "Причина найдена"):
        assert said in html
    assert 'datetime="2027-03-10T11:30:00+03:00"' in html


def test_window_of_one_day_names_the_day_once(site_client, outage):
    notice = outage(effect="degraded")
    text = " ".join(re.sub("<[^>]+>", " ", site_client.get(f"/preryvy/{notice.slug}/").content.decode()).split())
    assert "10 марта 2027, с 12:00 до 14:00 МСК" in text


def test_notice_costs_the_same_for_one_message_and_many(site_client, outage, editor):
    notice = outage(effect="degraded")
    for text in ("Первое", "Второе", "Третье"):
        add_update(notice, actor=editor, text=text)
        assert count_queries(site_client, f"/preryvy/{notice.slug}/") == NOTICE_QUERIES


def test_open_end_is_said_in_words(site_client, outage):
    notice = outage(hours=None, effect="degraded")
    assert "время окончания уточняется" in site_client.get(f"/preryvy/{notice.slug}/").content.decode()


def test_address_is_made_of_the_day_and_stays_unique(outage):
    assert [outage().slug, outage().slug, outage().slug] == ["2027-03-10", "2027-03-10-2", "2027-03-10-3"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_drafts_and_private_notices_are_nowhere(site_client, outage, address):
    hidden = outage(title="Канарейка-черновик", effect="degraded")
    hidden.unpublish()
    private = outage(title="Канарейка-закрытая", effect="degraded")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert "Канарейка" not in site_client.get(address).content.decode()
    assert "Канарейка" not in json.dumps(site_client.get("/preryvy/status.json").json(), ensure_ascii=False)


def test_feed_names_each_notice_once_and_raises_it_when_it_changes(
    site_client, outage, editor, time_machine, django_capture_on_commit_callbacks
):
    first = outage(NOON + timedelta(days=1), title="Первый")
    time_machine.shift(60)
    outage(NOON + timedelta(days=2), title="Второй")
    before = ET.fromstring(site_client.get("/preryvy/feed.xml").content)
    time_machine.shift(60)
    with django_capture_on_commit_callbacks(execute=True):
        add_update(first, actor=editor, text="Начнём позже")
    response = site_client.get("/preryvy/feed.xml")
    after = ET.fromstring(response.content)
    assert response["Content-Type"].startswith("application/atom+xml")
    assert after.find(f"{ATOM}link[@rel='self']").get("href") == f"{settings.SITE_URL}/preryvy/feed.xml"
    titles = [[entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] for feed in (before, after)]
    assert titles == [["Предстоит: Второй", "Предстоит: Первый"], ["Предстоит: Первый", "Предстоит: Второй"]]
    ids = [{entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")} for feed in (before, after)]
    assert ids[0] == ids[1]
    assert "Начнём позже" in after.find(f"{ATOM}entry").findtext(f"{ATOM}summary")


def events(client):
    response = client.get("/preryvy/calendar.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content).events


def test_calendar_keeps_the_name_and_raises_the_number_of_a_moved_event(site_client, outage, time_machine):
    notice = outage(NOON + timedelta(days=1))
    [before] = events(site_client)
    time_machine.shift(3600)
    notice.starts_at += timedelta(days=7)
    notice.ends_at += timedelta(days=7)
    notice.save_revision().publish()
    [after] = events(site_client)
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt
    assert (after.start, after.end) == (notice.starts_at, notice.ends_at)


@pytest.mark.parametrize("address", ["/preryvy/feed.xml", "/preryvy/calendar.ics"])
def test_unchanged_file_is_not_sent_again(site_client, outage, address):
    outage(effect="degraded")
    first = site_client.get(address)
    assert site_client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304


def test_calendar_leaves_an_open_end_open_and_marks_a_cancelled_outage(site_client, outage, editor):
    outage(NOON, hours=None, title="Без конца", effect="degraded")
    cancel(outage(NOON + timedelta(days=1), title="Отменённый"), actor=editor)
    endless, cancelled = events(site_client)
    assert "DTEND" not in endless
    assert (endless["STATUS"], cancelled["STATUS"]) == ("CONFIRMED", "CANCELLED")


def test_status_names_every_service_and_the_worst_effect(site_client, outage):
    assert site_client.get("/preryvy/status.json").json()["status"] == "operational"
    outage(effect="degraded")
    running = outage(effect="suspended")
    outage(NOON + timedelta(days=1), hours=None)
    body = site_client.get("/preryvy/status.json").json()
    assert body["status"] == "suspended"
    assert {"code": "site", "title": "Сайт np-ss.org", "status": "suspended"} in body["services"]
    assert [notice["phase"] for notice in body["notices"]] == ["running", "running", "upcoming"]
    assert body["notices"][1] == {
        "id": running.pk,
        "title": "Плановые работы",
        "url": running.full_url,
        "kind": "planned",
        "effect": "suspended",
        "phase": "running",
        "services": ["site"],
        "starts_at": "2027-03-10T12:00:00+03:00",
        "ends_at": "2027-03-10T14:00:00+03:00",
        "changed_at": "2027-03-10T12:00:00+03:00",
    }
    assert body["notices"][2]["ends_at"] is None


def test_status_is_not_kept_past_the_next_change(site_client, outage):
    outage(NOON + timedelta(seconds=20))
    assert "max-age=20" in site_client.get("/preryvy/status.json")["Cache-Control"]


def test_kept_page_ends_when_the_phase_does(site_client, outage, time_machine):
    outage(NOON + timedelta(minutes=1), effect="degraded")
    assert "Предстоит" in site_client.get("/preryvy/").content.decode()
    time_machine.shift(61)
    assert "Предстоит:" not in site_client.get("/preryvy/").content.decode()
    assert "Идёт сейчас" in site_client.get("/preryvy/").content.decode()
