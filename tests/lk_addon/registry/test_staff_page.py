"""The back office: one page about one member, and the acts of the register's department."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.audit.models import AuditEntry
from lk_addon.cabinet import staff_tasks
from lk_addon.cabinet.prepare import ACCOUNTING_DEPARTMENT, REGISTER_DEPARTMENT
from lk_addon.registry.models import Category, Fund, FundContribution, Member, MemberLevel, RightDecision
from lk_addon.registry.queries import level_on, rights_on
from lk_addon.registry.staff_page import Panel, register_panel
from tests.factories.registry import MemberFactory
from tests.factories.rights import give_level, give_right, pay
from tests.scenarios import back_office_of, cabinet_of, exclude, staff_of

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate().isoformat()
DOCUMENT = {"body": "Совет СРО", "protocol_no": "12", "date": TODAY, "text": ""}
#: What each act is sent, and what shows that it was done.
ACTS = {
    "grant": (DOCUMENT | {"categories": ["nuclear"]}, lambda m: rights_on(m).categories[2].state == "active"),
    "suspend": (DOCUMENT | {"categories": ["simple"]}, lambda m: rights_on(m).suspended),
    "terminate": (DOCUMENT | {"categories": ["simple"]}, lambda m: rights_on(m).categories[0].state == "terminated"),
    "restrict": (DOCUMENT, lambda m: rights_on(m).restriction),
    "contribute": (
        {"fund": "vv", "kind": "additional", "paid_on": TODAY, "amount": "1 234,50", "document": "п/п № 2"},
        lambda m: FundContribution.objects.filter(member=m, amount="1234.50").exists(),
    ),
    "set-level": (
        {"fund": "vv", "number": "2", "since": TODAY, "document": "протокол № 3"},
        lambda m: level_on(m, Fund.VV).number == 2,
    ),
    "withdraw-level": (
        {"fund": "vv", "since": TODAY, "document": "заявление № 3"},
        lambda m: level_on(m, Fund.VV) is None,
    ),
    "exclude": (
        {"terminated_at": TODAY, "ground": "decision", "document": "протокол № 4"},
        lambda m: not Member.objects.get(pk=m.pk).is_acting(),
    ),
}


@pytest.fixture
def north(scene):
    give_right(scene.north)
    give_level(scene.north, Fund.VV, 1, 500_000)
    return scene.north


def page(member, tab="entry"):
    return f"/admin/registry/{member.pk}/tab/{tab}/"


def words(answer):
    return " ".join(answer.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ").split())


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_done_by_the_department_and_told_in_the_journal(scene, north, act):
    client, address = back_office_of(scene.staff), f"/admin/registry/{north.pk}/{act}/"
    sent, done = ACTS[act]
    before = AuditEntry.objects.count()
    assert client.get(address).status_code == 200
    assert not done(north)
    answer = client.post(address, sent)
    assert answer["Location"].startswith(f"/admin/registry/{north.pk}/")
    assert done(north)
    entry = AuditEntry.objects.order_by("-pk").first()
    assert (entry.actor, entry.object_id) == (scene.staff, str(north.pk))
    assert AuditEntry.objects.count() == before + 1


@pytest.mark.parametrize("who", ["editor", "member", "outsider"])
def test_nobody_else_can_do_it(scene, north, who):
    client = back_office_of(getattr(scene, who))
    for act, (sent, done) in ACTS.items():
        answer = client.post(f"/admin/registry/{north.pk}/{act}/", sent)
        assert answer.status_code in (302, 403), act
        assert not answer.get("Location", "").startswith("/admin/registry/"), act
        assert not done(north), act


@pytest.mark.parametrize("who", ["editor", "outsider"])
def test_decisions_and_contributions_are_undone_by_the_department_alone(scene, north, who):
    decision, paid = RightDecision.objects.get(member=north), FundContribution.objects.get(member=north)
    attempts = {
        f"/admin/registry/decisions/{decision.pk}/cancel/": DOCUMENT,
        f"/admin/registry/contributions/{paid.pk}/annul/": {"reason": "дважды"},
    }
    for address, sent in attempts.items():
        assert back_office_of(getattr(scene, who)).post(address, sent).status_code in (302, 403)
    assert rights_on(north).active
    assert not FundContribution.objects.get(pk=paid.pk).annulled_at
    for address, sent in attempts.items():
        assert back_office_of(scene.staff).post(address, sent).status_code == 302
    assert not rights_on(north).active
    assert FundContribution.objects.get(pk=paid.pk).annulment_reason == "дважды"


def test_an_act_that_cannot_be_is_explained(scene, north):
    client = back_office_of(scene.staff)
    answer = client.post(f"/admin/registry/{north.pk}/grant/", DOCUMENT | {"categories": ["simple"]})
    assert "Право на эту категорию объектов уже есть" in words(answer)
    lacking = {"fund": "vv", "number": "5", "since": TODAY, "document": "протокол"}
    answer = client.post(f"/admin/registry/{north.pk}/set-level/", lacking)
    assert "для уровня нужно" in words(answer)
    assert MemberLevel.objects.get(member=north).number == 1


@pytest.mark.parametrize(
    ("tab", "shown"),
    [
        ("entry", "0901"),
        ("rights", "Совет СРО, протокол № 1"),
        ("funds", "500 000,00 ₽"),
        ("timeline", "Право предоставлено"),
    ],
)
def test_every_tab_shows_its_part(scene, north, tab, shown):
    assert shown in words(back_office_of(scene.staff).get(page(north, tab)))
    assert back_office_of(scene.editor).get(page(north, tab)).status_code in (302, 403)


def test_a_tab_that_one_may_not_see_is_not_there(scene, north):
    group = Group.objects.get(name=REGISTER_DEPARTMENT)
    group.permissions.remove(group.permissions.get(codename="view_fundcontribution"))
    client = back_office_of(scene.staff)
    assert "Взносы в фонды" not in words(client.get(page(north)))
    assert client.get(page(north, "funds")).status_code == 404
    assert client.get(page(north, "nothing")).status_code == 404


def test_a_second_tab_of_one_name_is_an_error():
    with pytest.raises(ValueError, match="already"):
        register_panel(Panel("entry", "Другая", 1, "x.html", dict))


@pytest.mark.req("REQ-L.4")
def test_a_correction_wants_its_document_and_a_late_report_is_marked(scene, north):
    client = back_office_of(scene.staff)
    address = f"/admin/registry/member/edit/{north.pk}/"
    form = client.get(address).context["form"]
    sent = {field.html_name: field.value() or "" for field in form} | {
        "heads-TOTAL_FORMS": "0",
        "heads-INITIAL_FORMS": "0",
        "phones": "+7 (000) 000-00-09",
    }
    refused = client.post(address, sent)
    assert "Назовите документ" in words(refused)
    late = {"ground": "заявление № 7", "event_on": "2026-03-02", "reported_on": "2026-03-11"}
    assert client.post(address, sent | late).status_code == 302
    html = words(client.get(page(north)))
    assert "— → +7 (000) 000-00-09" in html.replace("<del>", "").replace("</del>", "").replace("<ins>", "")
    assert "позже срока на 3 раб. дн." in html
    assert "заявление № 7" in html


@pytest.mark.req("REQ-1.1.e")
def test_a_member_without_a_head_is_a_task_with_a_list(scene, north):
    client = back_office_of(scene.staff)
    assert "Ждут меня" not in words(client.get("/admin/"))
    north.heads.update(until=timezone.localdate() - timedelta(days=1))
    home = words(client.get("/admin/"))
    assert "Членов без руководителя с действующими полномочиями: <strong>1</strong>" in home
    listed = words(client.get("/admin/registry/member/?head=none"))
    assert "Демострой-Север" in listed
    assert "Торговая" not in listed
    assert "нет руководителя с действующими полномочиями" in words(client.get(page(north)))
    assert staff_tasks.tasks_for(scene.editor) == []


@pytest.mark.parametrize(("query", "found"), [("right=active", True), ("right=none", False), ("odo=1", False)])
def test_the_list_is_filtered_by_right_and_level(scene, north, query, found):
    html = words(back_office_of(scene.staff).get(f"/admin/registry/member/?{query}"))
    assert (f"ИНН {north.inn}" in html or north.inn in html) is found


def test_the_department_cannot_promote_itself(scene):
    client = back_office_of(scene.staff)
    group = Group.objects.get(name=REGISTER_DEPARTMENT)
    for address in ("/admin/users/", f"/admin/users/edit/{scene.staff.pk}/", f"/admin/groups/edit/{group.pk}/"):
        assert client.get(address).status_code in (302, 403, 404), address
        client.post(address, {"is_superuser": "on", "groups": [group.pk]})
    scene.staff.refresh_from_db()
    assert not scene.staff.is_superuser
    people = group.permissions.filter(content_type__app_label__in=["auth", "users"])
    assert set(people.values_list("codename", flat=True)) <= {"view_identitycheck"}


@pytest.mark.parametrize("tab", ["entry", "rights", "funds", "timeline"])
def test_a_tab_costs_the_same_for_one_row_and_for_many(scene, north, tab):
    """The number itself is not told here: other apps add tabs, acts and parts of the timeline."""
    client = back_office_of(scene.staff)
    client.get(page(north, tab))
    with CaptureQueriesContext(connection) as few:
        client.get(page(north, tab))
    for number in range(3):
        pay(north, Fund.VV, 1_000 + number)
        give_right(MemberFactory())
    give_right(north, Category.NUCLEAR)
    with CaptureQueriesContext(connection) as many:
        client.get(page(north, tab))
    assert len(few) == len(many) < 30


def test_the_cabinet_knows_no_such_pages(scene, north):
    assert cabinet_of(scene.member).get(page(north)).status_code == 404


@pytest.mark.req("REQ-1.4")
def test_exclusion_is_cancelled_by_those_who_may_exclude(scene):
    member = exclude(scene.north, days=5)
    address = f"/admin/registry/{member.pk}/cancel-exclusion/"
    for outsider in (scene.editor, staff_of(ACCOUNTING_DEPARTMENT)):
        assert back_office_of(outsider).post(address, {"ground": "Протокол № 8"}).status_code in (302, 403)
    assert Member.objects.get(pk=member.pk).terminated_at
    browser = back_office_of(scene.staff)
    assert address in page_of(browser, member)
    assert "ground" in browser.post(address, {"ground": ""}).context["form"].errors
    assert browser.post(address, {"ground": "Протокол № 8"}).status_code == 302
    assert Member.objects.get(pk=member.pk).terminated_at is None
    assert address not in page_of(browser, member)


def page_of(browser, member):
    return browser.get(f"/admin/registry/{member.pk}/").content.decode()
