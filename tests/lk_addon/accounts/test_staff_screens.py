"""Screens of the member department: they work for it, and nobody else reaches or posts to them."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from cms.audit.models import AuditEntry
from lk_addon.accounts.domain.blocks import block_account
from lk_addon.accounts.domain.contacts import note_failure
from lk_addon.accounts.domain.disclosure import handle_disclosure
from lk_addon.accounts.models import AccessApplication, AccountBlock, Invitation, Mandate, PasswordDisclosure
from lk_addon.cabinet.staff_tasks import tasks_for
from lk_addon.registry.models import Member, MemberHead
from lk_addon.registry.staff_page import member_url
from tests.factories.accounts import AccessApplicationFactory, MandateFactory
from tests.factories.registry import MemberFactory, make_inn, make_ogrn
from tests.scenarios import back_office_of, cabinet_of

pytestmark = pytest.mark.django_db

LISTS = [
    "/admin/registry/member/",
    "/admin/accounts/accessapplication/",
    "/admin/accounts/mandate/",
    "/admin/accounts/accountblock/",
    "/admin/accounts/consent/",
    "/admin/cabinet/feedback/",
]


IDENTITY = {"way": "call", "document": "Журнал обращений, запись 7"}


@pytest.fixture
def acts(scene):
    """Address and form of every act of the department."""
    application = AccessApplicationFactory(member=scene.north)
    mandate = Mandate.objects.get(user=scene.outsider)
    paper = MandateFactory(member=scene.north, basis="order", basis_number="1", basis_date=timezone.localdate())
    asleep = MandateFactory(member=scene.north, suspended_at=timezone.now())
    block = block_account(user=scene.other, reason="other", comment="", actor=scene.staff)
    exclusion = {"terminated_at": timezone.localdate().isoformat(), "ground": "decision", "document": "Протокол № 2"}
    return {
        f"/admin/access/{application.pk}/invite/": {},
        f"/admin/access/{application.pk}/refuse/": {"reason": "Нет подписи"},
        f"/admin/mandates/{mandate.pk}/link/": IDENTITY,
        f"/admin/mandates/{mandate.pk}/second-factor/": IDENTITY,
        f"/admin/mandates/{mandate.pk}/block/": {"scope": "account", "reason": "suspicion", "comment": ""},
        f"/admin/mandates/{mandate.pk}/extend/": {"basis": "head"},
        f"/admin/mandates/{paper.pk}/permissions/": {"permissions": ["vote"]},
        f"/admin/mandates/{paper.pk}/suspend/": {},
        f"/admin/mandates/{asleep.pk}/resume/": {},
        f"/admin/mandates/{mandate.pk}/revoke/": {},
        f"/admin/blocks/{block.pk}/lift/": {},
        f"/admin/registry/{scene.former.pk}/block-access/": {"reason": "request"},
        f"/admin/registry/{scene.trader.pk}/exclude/": exclusion,
    }


def state():
    return [
        list(AccessApplication.objects.order_by("pk").values_list("state")),
        list(Mandate.objects.order_by("pk").values_list("revoked_at", "suspended_at", "user__password")),
        list(AccountBlock.objects.order_by("pk").values_list("lifted_at")),
        list(Member.objects.order_by("pk").values_list("terminated_at")),
        Invitation.objects.count(),
    ]


@pytest.mark.parametrize("path", LISTS)
def test_department_sees_its_lists_and_the_editor_none(scene, path):
    answer = back_office_of(scene.staff).get(path)
    assert answer.status_code == 200
    assert "By " not in answer.content.decode()
    assert back_office_of(scene.editor).get(path).status_code in (302, 403)
    assert "Доступ в кабинет" not in back_office_of(scene.editor).get("/admin/").content.decode()


def test_nobody_without_the_right_can_post_an_act(scene, acts):
    before = state()
    strangers = [back_office_of(scene.editor), Client(headers={"host": settings.SITE_HOST}), cabinet_of(scene.member)]
    for address, form in acts.items():
        for client in strangers:
            assert client.post(address, form).status_code in (302, 403, 404), address
    assert state() == before


def test_looking_at_an_act_changes_nothing(scene, acts):
    before, client = state(), back_office_of(scene.staff)
    for address in acts:
        assert client.get(address).status_code == 200, address
    assert state() == before


def test_every_act_works_for_the_department_and_is_in_the_journal(scene, acts):
    client, known = back_office_of(scene.staff), AuditEntry.objects.count()
    for address, form in acts.items():
        if "refuse" in address:
            continue
        answer = client.post(address, form)
        assert answer.status_code == 302, address
        entries = AuditEntry.objects.filter(actor=scene.staff).count()
        assert AuditEntry.objects.count() > known, address
        known = AuditEntry.objects.count()
    assert entries >= 12
    assert AccessApplication.objects.filter(state="invited").exists()
    assert not Member.objects.get(pk=scene.trader.pk).is_acting()


@pytest.mark.req("REQ-1.4")
def test_exclusion_on_the_screen_closes_an_open_cabinet(scene):
    cabinet = cabinet_of(scene.member)
    assert cabinet.get("/").status_code == 200
    back_office_of(scene.staff).post(
        f"/admin/registry/{scene.north.pk}/exclude/",
        {"terminated_at": timezone.localdate().isoformat(), "ground": "decision", "document": "Протокол № 3"},
    )
    assert cabinet.get("/")["Location"] == "/login/?reason=closed"


def test_act_that_cannot_be_done_says_why(scene):
    application = AccessApplicationFactory(member=scene.former)
    html = back_office_of(scene.staff).post(f"/admin/access/{application.pk}/invite/").content.decode()
    assert "исключена" in html


@pytest.mark.req("REQ-1.3.a")
def test_application_needs_its_number_and_date(scene):
    client = back_office_of(scene.staff)
    form = {
        "number": "77",
        "date": "2026-02-02",
        "member": scene.north.registration_number,
        "applicant_name": "Образцов Олег Олегович",
        "last_name": "Новикова",
        "first_name": "Нина",
        "patronymic": "",
        "position": "",
        "email": "nina@example.com",
        "phone": "",
        "basis": "head",
        "basis_number": "",
        "basis_date": "",
        "valid_from": "2026-02-02",
        "valid_to": "",
    }
    for missing in ("number", "date"):
        assert client.post("/admin/accounts/accessapplication/create/", form | {missing: ""}).status_code == 200
    assert not AccessApplication.objects.filter(email="nina@example.com").exists()
    assert client.post("/admin/accounts/accessapplication/create/", form).status_code == 302
    assert AccessApplication.objects.get(number="77").state == "received"
    assert AuditEntry.objects.filter(action="application.received").exists()


def test_member_is_entered_with_a_head_and_wrong_check_digits_are_refused(scene):
    client = back_office_of(scene.staff)
    form = {
        "registration_number": "0977",
        "registered_at": "2026-01-15",
        "member_type": "legal",
        "full_name": "Общество с ограниченной ответственностью «Новое»",
        "short_name": "ООО «Новое»",
        "inn": make_inn(777),
        "ogrn": make_ogrn(777),
        "compliance": "yes",
        "heads-TOTAL_FORMS": "1",
        "heads-INITIAL_FORMS": "0",
        "heads-MIN_NUM_FORMS": "0",
        "heads-MAX_NUM_FORMS": "1000",
        "heads-0-position": "Директор",
        "heads-0-full_name": "Новый Николай Николаевич",
        "heads-0-since": "2026-01-01",
        "heads-0-id": "",
        "heads-0-DELETE": "",
    }
    assert client.post("/admin/registry/member/create/", form | {"inn": "7707083894"}).status_code == 200
    assert client.post("/admin/registry/member/create/", form).status_code == 302
    member = Member.objects.get(registration_number="0977")
    assert [head.full_name for head in member.current_heads(date(2026, 2, 1))] == ["Новый Николай Николаевич"]
    assert AuditEntry.objects.filter(action="member.registered", object_id=str(member.pk)).count() == 1


def test_end_of_membership_cannot_be_typed_into_the_entry_and_nothing_is_deleted(scene):
    client = back_office_of(scene.staff)
    client.post(f"/admin/registry/member/edit/{scene.north.pk}/", {"terminated_at": "2026-01-01"})
    client.post(f"/admin/registry/member/delete/{scene.north.pk}/")
    assert Member.objects.get(pk=scene.north.pk).is_acting()


@pytest.mark.parametrize("path", ["/admin/registry/member/", "/admin/accounts/mandate/"])
def test_lists_cost_the_same_for_few_and_for_many(scene, path):

    client, counts = back_office_of(scene.staff), []
    for _round in range(2):
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counts.append(len(queries))
        for _more in range(5):
            MandateFactory(member=MemberFactory())
    assert counts[0] == counts[1]


def test_lost_second_factor_is_reset_and_the_session_ends(scene):
    TOTPDevice.objects.create(user=scene.member, name="default")
    cabinet = cabinet_of(scene.member)
    mandate = Mandate.objects.get(user=scene.member)
    assert back_office_of(scene.staff).post(f"/admin/mandates/{mandate.pk}/second-factor/", IDENTITY).status_code == 302
    assert not TOTPDevice.objects.filter(user=scene.member).exists()
    assert cabinet.get("/").status_code == 302


def test_department_cannot_reset_the_second_factor_of_staff(scene):
    scene.member.is_staff = True
    scene.member.save()
    TOTPDevice.objects.create(user=scene.member, name="default")
    mandate = Mandate.objects.get(user=scene.member)
    answer = back_office_of(scene.staff).post(f"/admin/mandates/{mandate.pk}/second-factor/", IDENTITY)
    assert "сбрасывает администратор" in answer.content.decode()
    assert TOTPDevice.objects.filter(user=scene.member).exists()


@pytest.mark.req("REQ-2.1.e")
def test_home_page_says_what_waits_and_the_list_shows_it(scene):
    client = back_office_of(scene.staff)
    AccessApplicationFactory(member=scene.north, state="received")
    Mandate.objects.filter(user=scene.outsider).update(valid_to=timezone.localdate() + timedelta(days=12))
    page = client.get("/admin/").content.decode()
    assert "Заявлений на доступ ждут проверки" in page
    assert "Полномочий кончаются за 30 дней" in page
    shown = client.get("/admin/accounts/mandate/?state=ending").content.decode()
    assert "NSS-0902-1" in shown
    assert "NSS-0901-1" not in shown
    assert "ждут проверки" not in back_office_of(scene.editor).get("/admin/").content.decode()


@pytest.mark.req("REQ-2.1.b", "REQ-2.1.f")
def test_a_disclosed_password_is_the_most_urgent_of_what_waits_and_lost_contacts_wait_too(scene):
    client, editor = back_office_of(scene.staff), back_office_of(scene.editor)
    assert "Ждут меня" not in client.get("/admin/").content.decode()
    AccessApplicationFactory(member=scene.north, state="received")
    waiting, done = (
        PasswordDisclosure.objects.create(user=user, member=scene.north, login_label=f"NSS-0901-{number}")
        for number, user in enumerate((scene.member, scene.colleague), start=1)
    )
    handle_disclosure(disclosure=done, outcome="Позвонили.", actor=scene.staff)
    note_failure(user=scene.outsider, failure="Письмо вернулось")
    texts = [(task.count, task.text, task.urgent) for task in tasks_for(scene.staff)]
    assert texts[0] == (1, "сообщений о раскрытом пароле не разобрано", True)
    assert (1, "представителей не получают писем СРО", False) in texts
    assert tasks_for(scene.editor) == []
    listed = client.get("/admin/accounts/passworddisclosure/?handled=no").content.decode()
    assert waiting.login_label in listed
    assert done.login_label not in listed
    assert scene.outsider.email in client.get("/admin/accounts/contactstate/?failed=yes").content.decode()
    assert "раскрытом пароле" not in editor.get("/admin/").content.decode()


@pytest.mark.req("REQ-1.1.e")
def test_page_of_a_member_tells_who_may_enter_and_what_is_amiss(scene):
    MemberHead.objects.filter(member=scene.north).update(until=timezone.localdate() - timedelta(days=1))
    block_account(user=scene.colleague, reason="contacts", comment="", actor=scene.staff)
    address = f"/admin/registry/{scene.north.pk}/"
    html = back_office_of(scene.staff).get(member_url(scene.north, "access")).content.decode()
    for said in ("NSS-0901-1", "NSS-0901-2", "полномочия руководителя кончились", "недостоверные контактные данные"):
        assert said in html
    assert "NSS-0902-1" not in html
    assert f"{address}block-access/" in html
    assert back_office_of(scene.editor).get(member_url(scene.north, "access"))["Location"] == "/admin/"
