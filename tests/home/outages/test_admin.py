"""Editors announce, continue, end and cancel outages; nobody else does (REQ-6.2)."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from cms.audit.models import AuditEntry
from cms.users.groups import APPROVERS, grant
from home.outages.forms import END_BEFORE_START, NO_SERVICE, PLANNED_IN_THE_PAST
from home.outages.models import OutageIndexPage, OutageNotice, OutageTemplate
from tests.factories.sessions import signed_in_client
from tests.home.outages.conftest import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-6.2")]

ANNOUNCE = "/admin/outages/announce/"
RICH_TEXT = '{"blocks": [{"text": "Меняем сервер.", "type": "unstyled", "key": "a"}], "entityMap": {}}'


@pytest.fixture(autouse=True)
def _at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def desk(editor):
    """The editor's browser."""
    return signed_in_client(editor)


@pytest.fixture(params=["staff of another department", "outsider", "approver of regulations"])
def stranger(request, prepared_site, django_user_model):
    """The browser of somebody who may not publish notices."""
    user = django_user_model.objects.create_user("stranger@np-ss.example", is_staff=True)
    if request.param == "approver of regulations":
        user.groups.add(Group.objects.get(name=APPROVERS))
    elif request.param != "outsider":
        grant("Другой отдел", "wagtailadmin.access_admin")
        user.groups.add(Group.objects.get(name="Другой отдел"))
    return signed_in_client(user)


def form(**fields):
    return {
        "title": "Плановые работы в кабинете",
        "kind": "planned",
        "services": ["site"],
        "effect": "suspended",
        "starts_at": "2027-03-11 10:00",
        "ends_at": "2027-03-11 12:00",
        "text": RICH_TEXT,
    } | fields


def test_one_save_publishes_in_every_place(desk, site_client):
    response = desk.post(ANNOUNCE, form())
    assert response.status_code == 302
    notice = OutageNotice.objects.get()
    assert notice.live
    assert (notice.starts_at - NOON, notice.duration) == (timedelta(hours=22), timedelta(hours=2))
    assert "Меняем сервер." in notice.text
    for address in ("/", "/preryvy/", "/novosti/", f"/preryvy/{notice.slug}/"):
        assert notice.title in site_client.get(address).content.decode(), address


def test_template_fills_the_form_and_a_failure_begins_now(desk):
    template = OutageTemplate.objects.get(name="Сбой")
    initial = desk.get(ANNOUNCE, {"template": template.pk}).context["form"].initial
    assert initial["title"] == template.title
    assert initial["starts_at"] == NOON


def test_unknown_template_is_404(desk):
    assert desk.get(ANNOUNCE, {"template": 10**6}).status_code == 404


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"ends_at": "2027-03-11 10:00"}, "ends_at", END_BEFORE_START),
        ({"services": []}, "services", NO_SERVICE),
        ({"starts_at": "2027-03-10 11:59"}, "starts_at", PLANNED_IN_THE_PAST),
    ],
)
def test_senseless_notice_is_refused_with_a_clear_word(desk, fields, field, message):
    response = desk.post(ANNOUNCE, form(**fields))
    assert response.context["form"].errors == {field: [message]}
    assert not OutageNotice.objects.exists()


def test_service_off_the_registry_is_refused(desk):
    assert "services" in desk.post(ANNOUNCE, form(services=["moon"])).context["form"].errors


def test_failure_may_have_begun_already_and_have_no_end(desk):
    desk.post(ANNOUNCE, form(kind="unplanned", starts_at="2027-03-10 11:30", ends_at=""))
    assert OutageNotice.objects.get().phase == "running"


def test_editor_ends_continues_and_cancels(desk, outage, editor):
    running, coming = outage(), outage(NOON + timedelta(days=1))
    desk.post(reverse("outages_update", args=[running.pk]), {"text": "Осталось немного"})
    desk.post(reverse("outages_end", args=[running.pk]))
    desk.post(reverse("outages_cancel", args=[coming.pk]))
    running.refresh_from_db()
    coming.refresh_from_db()
    assert [update.text for update in running.updates.all()] == ["Осталось немного"]
    assert (running.phase, running.ends_at, coming.phase) == ("completed", NOON, "cancelled")
    acts = AuditEntry.objects.filter(object_type="outages.outagenotice").order_by("pk")
    assert [(entry.action, entry.actor) for entry in acts] == [
        ("outage.announced", editor),
        ("outage.announced", editor),
        ("outage.updated", editor),
        ("outage.ended", editor),
        ("outage.cancelled", editor),
    ]


@pytest.mark.parametrize(("act", "hours"), [("end", 24), ("end", -24), ("cancel", 0), ("cancel", -24)])
def test_act_out_of_its_phase_changes_nothing(desk, outage, act, hours):
    notice = outage(NOON + timedelta(hours=hours))
    response = desk.post(reverse(f"outages_{act}", args=[notice.pk]), follow=True)
    assert "можно только перерыв" in response.content.decode()
    assert AuditEntry.objects.filter(action__in=["outage.ended", "outage.cancelled"]).count() == 0


@pytest.mark.parametrize("act", ["end", "cancel", "update"])
def test_reading_an_act_changes_nothing(desk, outage, act):
    notice = outage()
    assert desk.get(reverse(f"outages_{act}", args=[notice.pk])).status_code == 200
    assert (
        AuditEntry.objects.filter(action="outage.announced").count()
        == AuditEntry.objects.filter(action__startswith="outage").count()
    )


def test_strangers_announce_nothing(stranger):
    stranger.get(ANNOUNCE)
    stranger.post(ANNOUNCE, form())
    assert not OutageNotice.objects.exists()


@pytest.mark.parametrize("act", ["end", "cancel", "update"])
def test_strangers_do_nothing_with_a_notice(stranger, outage, act):
    notice = outage(NOON if act == "end" else NOON + timedelta(days=1))
    stranger.post(reverse(f"outages_{act}", args=[notice.pk]), {"text": "Взлом"})
    assert AuditEntry.objects.filter(action__startswith="outage").count() == 1
    assert not notice.updates.filter(text="Взлом").exists()


def test_nobody_without_a_session_gets_in(site_client, outage):
    notice = outage()
    for address in (ANNOUNCE, reverse("outages_end", args=[notice.pk])):
        assert site_client.post(address).status_code == 302
    notice.refresh_from_db()
    assert notice.phase == "running"


def page_form(notice, **fields):
    data = {
        "title": notice.title,
        "slug": notice.slug,
        "kind": notice.kind,
        "effect": notice.effect,
        "services": notice.services,
        "starts_at": "2027-03-11 12:00",
        "ends_at": "2027-03-11 14:00",
        "text": RICH_TEXT,
        "seo_title": "",
        "search_description": "",
        "updates-TOTAL_FORMS": "0",
        "updates-INITIAL_FORMS": "0",
        "updates-MIN_NUM_FORMS": "0",
        "updates-MAX_NUM_FORMS": "1000",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "0",
        "action-publish": "1",
    }
    return data | fields


def test_moving_a_notice_in_the_page_editor_tells_readers_once(desk, outage):
    notice = outage(NOON + timedelta(days=1))
    edit = reverse("wagtailadmin_pages:edit", args=[notice.pk])
    moved = page_form(notice, starts_at="2027-03-12 12:00", ends_at="2027-03-12 14:00")
    assert desk.post(edit, moved | {"action-publish": ""}).status_code == 302
    notice.refresh_from_db()
    assert not notice.updates.exists()
    assert desk.post(edit, moved).status_code == 302
    notice.refresh_from_db()
    assert notice.starts_at == NOON + timedelta(days=2)
    [update] = notice.updates.all()
    assert "с 11 марта 2027, 12:00 до 11 марта 2027, 14:00" in update.text
    assert AuditEntry.objects.filter(action="outage.published").count() == 1


def test_page_editor_refuses_what_the_short_form_refuses(desk, outage):
    notice = outage(NOON + timedelta(days=1))
    edit = reverse("wagtailadmin_pages:edit", args=[notice.pk])
    response = desk.post(edit, page_form(notice, ends_at="2027-03-11 11:00", services=[]))
    errors = response.context["form"].errors
    assert errors == {"ends_at": [END_BEFORE_START], "services": [NO_SERVICE]}


def test_running_planned_notice_can_still_be_edited(desk, outage, time_machine):
    notice = outage(NOON + timedelta(days=1))
    time_machine.shift(timedelta(days=1, minutes=5))
    edit = reverse("wagtailadmin_pages:edit", args=[notice.pk])
    assert desk.post(edit, page_form(notice, ends_at="2027-03-11 18:00")).status_code == 302


def test_menu_and_first_page_lead_an_editor_to_the_form(desk, outage):
    outage(title="Замена сервера")
    html = desk.get("/admin/").content.decode()
    assert ANNOUNCE in html
    assert "Замена сервера" in html
    listing = desk.get(reverse("outage_notices:index")).content.decode()
    assert "10 марта 2027, 14:00" in listing


def test_strangers_do_not_get_in_through_the_page_editor(stranger, outage):
    notice = outage()
    section = OutageIndexPage.objects.get()
    for address in (
        f"/admin/pages/add/outages/outagenotice/{section.pk}/",
        f"/admin/pages/{notice.pk}/edit/",
        f"/admin/pages/{notice.pk}/unpublish/",
        f"/admin/pages/{notice.pk}/delete/",
    ):
        assert stranger.get(address).status_code in (302, 403), address
        assert stranger.post(address, {"action-publish": "1"}).status_code in (302, 403), address
    notice.refresh_from_db()
    assert notice.live
    assert OutageNotice.objects.count() == 1


def test_first_page_offers_strangers_nothing(stranger):
    assert ANNOUNCE not in stranger.get("/admin/").content.decode()


def test_editors_keep_templates(desk):
    address = OutageTemplate.snippet_viewset.get_url_name("add")
    fields = {"name": "Свой", "kind": "planned", "effect": "degraded", "title": "Работы", "text": RICH_TEXT}
    assert desk.post(reverse(address), fields).status_code == 302
    assert OutageTemplate.objects.get(name="Свой").services == []


def test_only_notices_stand_in_the_section():
    assert OutageIndexPage.allowed_subpage_models() == [OutageNotice]


def test_deleting_leaves_its_entries(desk, outage, editor):
    notice = outage()
    desk.post(reverse("wagtailadmin_pages:delete", args=[notice.pk]))
    entries = AuditEntry.objects.filter(object_type="outages.outagenotice", object_id=str(notice.pk)).order_by("pk")
    assert [(entry.action, entry.actor) for entry in entries] == [
        ("outage.announced", editor),
        ("outage.unpublished", editor),
        ("outage.deleted", editor),
    ]
