"""The calendar of duties and its private address, as its owner, a neighbour and strangers meet them."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from lxml import html as lxml_html

from cms.audit.models import AuditEntry
from lk_addon.accounts.domain.blocks import block_account, lift_block
from lk_addon.accounts.domain.invitations import replace_credentials
from lk_addon.accounts.domain.mandates import resume_mandate, revoke_mandate, suspend_mandate
from lk_addon.cabinet import banners, duties
from lk_addon.planner import views
from lk_addon.planner.models import CalendarAddress
from lk_addon.registry.domain.membership import cancel_exclusion
from tests.factories.accounts import PASSWORD
from tests.scenarios import cabinet_of, exclude


@pytest.fixture(autouse=True)
def _source(monkeypatch, scene):
    """Each member has one term of its own in ten days."""

    def source(member, since, until):
        day = timezone.localdate() + timedelta(days=10)
        if since <= day <= until:
            yield duties.Duty(day, f"Оплатить взнос {member.registration_number}", "cabinet:help", kind="fee")

    monkeypatch.setattr(duties, "_sources", {"test": source})


@pytest.fixture
def address(scene):
    """The path of a fresh private address of the member."""
    return fresh(cabinet_of(scene.member))


def fresh(client):
    page = lxml_html.fromstring(client.post("/calendar/address/").content)
    return urlsplit(page.get_element_by_id("fresh-address").value).path


def read(path):
    return Client(headers={"host": settings.LK_HOST}).get(path)


@pytest.mark.parametrize("query", ["", "?view=month", "?view=month&month=2026-02", "?view=month&month=9999-99"])
def test_calendar_opens_as_a_list_and_as_a_month(scene, query):
    answer = cabinet_of(scene.member).get(f"/calendar/{query}")
    assert answer.status_code == 200
    if query == "":
        assert "Оплатить взнос 0901" in answer.content.decode()
        assert "через 10\u00a0дней" in answer.content.decode()


def test_month_shows_the_term_on_its_day(scene):
    day = timezone.localdate() + timedelta(days=10)
    page = lxml_html.fromstring(cabinet_of(scene.member).get(f"/calendar/?view=month&month={day:%Y-%m}").content)
    cell = page.xpath(f"//td[time[@datetime='{day}']]")[0]
    assert "Оплатить взнос 0901" in cell.text_content()


def test_dashboard_shows_the_nearest_terms_of_this_member_only(scene):
    html = cabinet_of(scene.member).get("/").content.decode()
    assert "Оплатить взнос 0901" in html
    assert "0902" not in html


def test_address_gives_the_terms_without_sign_in_and_without_names(scene, address):
    answer = read(address)
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer["Cache-Control"] == "no-store"
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in events] == ["Оплатить взнос 0901"]
    text = answer.content.decode()
    for secret in (scene.member.email, scene.member.last_name, scene.north.short_name):
        assert secret not in text
    assert read(address).content.count(b"UID:") == 1


def test_database_and_journal_hold_no_address(address):
    token = address.split("/")[2]
    row = CalendarAddress.objects.get()
    assert token not in str(row.__dict__)
    assert token not in str(list(AuditEntry.objects.values()))


def test_new_address_ends_the_old_one(scene, address):
    newer = fresh(cabinet_of(scene.member))
    assert read(address).status_code == 404
    assert read(newer).status_code == 200


def test_revoked_address_is_dead(scene, address):
    cabinet_of(scene.colleague).post("/calendar/address/end/")
    assert read(address).status_code == 200
    cabinet_of(scene.member).post("/calendar/address/end/")
    assert read(address).status_code == 404


@pytest.mark.req("REQ-1.4")
def test_exclusion_ends_the_address(scene, address):
    exclude(scene.north)
    assert read(address).status_code == 404


@pytest.mark.req("REQ-2.1.e")
def test_end_of_the_mandate_ends_the_address(scene, address):
    revoke_mandate(mandate=scene.member.mandates.get(), actor=scene.staff)
    assert read(address).status_code == 404


@pytest.mark.req("REQ-2.4")
def test_block_ends_the_address_for_good(scene, address):
    block = block_account(user=scene.member, reason="suspicion", comment="", actor=scene.staff)
    assert read(address).status_code == 404
    lift_block(block=block, actor=scene.staff)
    assert read(address).status_code == 404
    scene.member.refresh_from_db()
    assert read(fresh(cabinet_of(scene.member))).status_code == 200


@pytest.mark.req("REQ-2.4")
def test_what_was_closed_by_a_suspension_or_an_exclusion_stays_closed(scene, address):
    mandate = scene.member.mandates.get()
    suspend_mandate(mandate=mandate, actor=scene.staff)
    resume_mandate(mandate=mandate, actor=scene.staff)
    assert read(address).status_code == 404
    scene.member.refresh_from_db()
    another = fresh(cabinet_of(scene.member))
    cancel_exclusion(member=exclude(scene.north), ground="Ошибка", actor=scene.staff)
    assert read(another).status_code == 404


@pytest.mark.req("REQ-2.1.b", "REQ-2.3.c")
@pytest.mark.parametrize("page", ["/security/compromised/", "/security/password/"])
def test_whoever_knew_the_password_reads_no_calendar_after_it_was_changed(scene, address, page):
    other = fresh(cabinet_of(scene.colleague))
    new = "Сосна-у-переезда-77"
    passwords = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    answer = cabinet_of(scene.member).post(page, passwords, follow=True)
    assert "закрыли то, что открывается без него: адрес календаря сроков" in answer.content.decode()
    assert read(address).status_code == 404
    assert read(other).status_code == 200
    assert AuditEntry.objects.filter(action="calendar_address.revoked").count() == 1


@pytest.mark.req("REQ-2.5")
def test_a_new_link_in_place_of_a_lost_password_ends_the_address(scene, address):
    replace_credentials(mandate=scene.member.mandates.get(), actor=scene.staff)
    assert read(address).status_code == 404


@pytest.mark.parametrize("token", ["x", "0" * 43])
def test_unknown_address_is_not_found(scene, token):
    assert read(f"/calendar/{token}/duties.ics").status_code == 404


def test_address_is_read_a_limited_number_of_times(address, monkeypatch):
    monkeypatch.setattr(views, "READINGS", 2)
    assert [read(address).status_code for _time in range(3)] == [200, 200, 429]


def test_guessing_is_stopped(scene, monkeypatch):
    monkeypatch.setattr(views, "STRANGE_READINGS", 2)
    assert [read("/calendar/guess/duties.ics").status_code for _time in range(3)] == [404, 404, 429]


def test_staff_looking_in_get_no_address(scene):
    client = cabinet_of(scene.staff)
    client.post("/choose-member/", {"number": "0901"})
    client.post("/calendar/address/")
    assert not CalendarAddress.objects.exists()


def test_calendar_costs_the_same_for_one_term_and_for_many(scene, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(banners, "_functions", {})  # what other apps ask on every page
    client = cabinet_of(scene.member)
    client.get("/calendar/")
    for count in (1, 40):

        def source(member, since, until, count=count):
            return [duties.Duty(timezone.localdate(), f"Срок {n}", "cabinet:help") for n in range(count)]

        monkeypatch.setattr(duties, "_sources", {"test": source})
        with django_assert_num_queries(7):
            client.get("/calendar/")
