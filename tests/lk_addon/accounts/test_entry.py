"""The door and the gate: who gets in, who is put out on the next request, and what they learn by it."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail as outgoing
from django.test import Client
from django.utils import timezone
from post_office.mail import send_queued

from cms.audit.models import AuditEntry
from home.outages.domain import announce
from home.pages.models import HomePage, PlainPage
from lk_addon.accounts.domain.applications import invite
from lk_addon.accounts.domain.blocks import block_account, lift_block
from lk_addon.accounts.domain.mandates import revoke_mandate
from lk_addon.accounts.models import Mandate
from tests.factories.accounts import PASSWORD, AccessApplicationFactory
from tests.factories.files import make_document
from tests.scenarios import back_office_of, cabinet_of, exclude

pytestmark = pytest.mark.django_db


def visitor():
    return Client(headers={"host": settings.LK_HOST})


def give_password(client, email, password=PASSWORD, address="/login/"):
    client.get(address)
    return client.post(address, {"login_view-current_step": "auth", "auth-username": email, "auth-password": password})


@pytest.fixture
def password_is_enough(settings):
    settings.SECOND_FACTOR_REQUIRED_FOR_MEMBERS = False
    settings.SECOND_FACTOR_REQUIRED_FOR_STAFF = False


@pytest.fixture
def outage(scene):
    return announce(
        actor=scene.editor,
        title="Переезд хранилища",
        text="<p>Переносим файлы.</p>",
        kind="planned",
        effect="suspended",
        services=["cabinet"],
        starts_at=timezone.now() - timedelta(minutes=5),
        ends_at=timezone.now() + timedelta(hours=1),
    )


@pytest.mark.req("REQ-1.1.b")
def test_login_and_password_open_the_cabinet(scene, password_is_enough):
    client = visitor()
    assert give_password(client, scene.member.email.upper())["Location"] == "/"
    assert "NSS-0901-1" in client.get("/").content.decode()


def test_where_a_second_factor_is_demanded_the_password_leads_to_enrolment_only(scene):
    client = visitor()
    assert give_password(client, scene.member.email)["Location"].startswith("/security/setup/")
    assert client.get("/security/setup/").status_code == 200
    for path in ("/", "/organization/", "/security/", "/account/", "/feedback/"):
        assert client.get(path)["Location"].startswith("/login/")


def test_enrolment_is_closed_to_those_who_may_not_enter(scene):
    client = visitor()
    give_password(client, scene.member.email)
    exclude(scene.north)
    assert client.get("/security/setup/")["Location"] == "/login/?reason=closed"


@pytest.mark.req("REQ-2.5")
def test_every_refusal_at_the_door_is_the_same(scene, password_is_enough):
    """Unknown, wrong password, excluded, blocked, not activated, no mandate, editor of the site: the same bytes."""
    block_account(user=scene.outsider, reason="suspicion", comment="", actor=scene.staff)
    invited = invite(application=AccessApplicationFactory(), actor=scene.staff).user
    attempts = [
        ("nobody@example.com", PASSWORD),
        (scene.member.email, "wrong-password-2026"),
        (scene.excluded.email, PASSWORD),
        (scene.outsider.email, PASSWORD),
        (invited.email, PASSWORD),
        (scene.stranger.email, PASSWORD),
        (scene.editor.email, PASSWORD),
    ]
    seen = set()
    for email, password in attempts:
        client = visitor()
        answer = give_password(client, email, password)
        assert answer.status_code == 200
        assert client.get("/").status_code == 302
        html = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
        seen.add(html.replace(email, "—"))
    assert len(seen) == 1
    assert "поможет только СРО" in seen.pop()


@pytest.mark.req("REQ-1.4")
@pytest.mark.req("REQ-2.4")
@pytest.mark.parametrize("shut", ["exclude", "exclude backwards", "block", "revoke", "term", "switch off"])
def test_the_very_next_request_is_refused(scene, shut):
    client, mandate = cabinet_of(scene.member), Mandate.objects.get(user=scene.member)
    assert client.get("/organization/").status_code == 200
    {
        "exclude": lambda: exclude(scene.north),
        "exclude backwards": lambda: exclude(scene.north, days=-30),
        "block": lambda: block_account(user=scene.member, reason="suspicion", comment="", actor=scene.staff),
        "revoke": lambda: revoke_mandate(mandate=mandate, actor=scene.staff),
        "term": lambda: Mandate.objects.filter(pk=mandate.pk).update(valid_to=timezone.localdate() - timedelta(days=1)),
        "switch off": lambda: type(scene.member).objects.filter(pk=scene.member.pk).update(is_active=False),
    }[shut]()
    answer = client.get("/organization/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")
    assert answer.content == b""
    assert client.get("/")["Location"].startswith("/login/")
    assert not outgoing.outbox


@pytest.mark.req("REQ-1.4")
def test_exclusion_touches_no_neighbour_and_no_other_organisation(scene):
    other, outsider = cabinet_of(scene.other), cabinet_of(scene.outsider)
    exclude(scene.montage)
    html = other.get("/").content.decode()
    assert "ООО «Торговая»" in html
    assert "Ёлочный" not in html
    assert outsider.get("/").status_code == 302
    assert cabinet_of(scene.member).get("/").status_code == 200


@pytest.mark.req("REQ-1.4")
def test_a_coming_exclusion_closes_the_cabinet_on_its_day_and_not_before(scene, time_machine):
    exclude(scene.north, days=2)
    assert cabinet_of(scene.member).get("/").status_code == 200
    time_machine.move_to(timezone.now() + timedelta(days=2))
    assert cabinet_of(scene.member).get("/").status_code == 302


@pytest.mark.req("REQ-2.4")
def test_lifted_block_lets_in_again_with_the_old_password(scene, password_is_enough):
    block = block_account(user=scene.member, reason="contacts", comment="", actor=scene.staff)
    lift_block(block=block, actor=scene.staff)
    assert give_password(visitor(), scene.member.email)["Location"] == "/"
    assert set(AuditEntry.objects.values_list("action", flat=True)) >= {"account.blocked", "account.unblocked"}


@pytest.mark.req("REQ-1.1.d")
def test_switcher_knows_own_organisations_only(scene):
    client = cabinet_of(scene.other)
    assert "NSS-0902-2" in client.get("/").content.decode()
    client.post("/switch/", {"number": "0951"})
    assert "NSS-0951-1" in client.get("/").content.decode()
    for foreign in ("0901", "0906", "9999", ""):
        assert client.post("/switch/", {"number": foreign}).status_code == 404
    assert scene.trader.inn in client.get("/organization/").content.decode()


def test_choice_of_an_organisation_that_is_no_longer_ones_own_falls_back(scene):
    client = cabinet_of(scene.other)
    client.post("/switch/", {"number": "0951"})
    revoke_mandate(mandate=Mandate.objects.get(user=scene.other, member=scene.trader), actor=scene.staff)
    assert scene.montage.inn in client.get("/organization/").content.decode()


@pytest.mark.req("REQ-6.1")
def test_exit_ends_the_session_on_the_server(scene):
    client = cabinet_of(scene.member)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    answer = client.post("/logout/", follow=True)
    assert "Вы вышли" in answer.content.decode()
    stolen = visitor()
    stolen.cookies[settings.SESSION_COOKIE_NAME] = key
    assert stolen.get("/").status_code == 302


@pytest.mark.req("REQ-6.1")
def test_exit_wants_a_post_with_a_token(scene):
    client = cabinet_of(scene.member)
    assert client.get("/logout/").status_code == 405
    strict = Client(headers={"host": settings.LK_HOST}, enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert strict.post("/logout/").status_code == 403
    assert client.get("/").status_code == 200


@pytest.mark.req("REQ-5.2.a")
def test_without_cookies_the_answer_explains_cookies(scene):
    strict = Client(headers={"host": settings.LK_HOST}, enforce_csrf_checks=True)
    answer = strict.post("/login/", {"auth-username": "a@example.com", "auth-password": "x"})
    assert answer.status_code == 403
    assert "Включите cookies" in answer.content.decode()


@pytest.mark.parametrize("evil", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_sign_in_leads_nowhere_else(scene, password_is_enough, evil):
    assert give_password(visitor(), scene.member.email, address=f"/login/?next={evil}")["Location"] == "/"


def test_sign_in_goes_on_to_the_page_that_was_asked_for(scene, password_is_enough):
    client = visitor()
    address = client.get("/organization/")["Location"]
    assert give_password(client, scene.member.email, address=address)["Location"] == "/organization/"


def test_session_id_from_before_the_password_is_dead_after_it(scene, password_is_enough):
    client = visitor()
    client.get("/login/")
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    give_password(client, scene.member.email)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
    fixed = visitor()
    fixed.cookies[settings.SESSION_COOKIE_NAME] = before
    assert fixed.get("/").status_code == 302


def test_session_of_the_cabinet_opens_nothing_on_the_public_host(scene):
    staff = cabinet_of(scene.staff)
    elsewhere = Client(headers={"host": settings.SITE_HOST})
    elsewhere.cookies = staff.cookies
    assert elsewhere.get("/admin/").status_code == 302


@pytest.mark.req("REQ-2.3.c")
def test_changed_password_ends_other_sessions_and_is_told_by_letter(scene):
    here, elsewhere = cabinet_of(scene.member), cabinet_of(scene.member)
    new = "Сосна-у-переезда-77"
    answer = here.post(
        "/security/password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new}, follow=True
    )
    assert "Пароль изменён" in answer.content.decode()
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302
    send_queued()
    letter = outgoing.outbox[-1]
    assert "NSS-0901-1" in letter.body
    assert new not in letter.body + letter.subject


@pytest.mark.req("REQ-2.3.c")
def test_wrong_old_password_changes_nothing(scene):
    new = "Сосна-у-переезда-77"
    cabinet_of(scene.member).post(
        "/security/password/", {"old_password": "не тот", "new_password1": new, "new_password2": new}
    )
    scene.member.refresh_from_db()
    assert scene.member.check_password(PASSWORD)
    send_queued()
    assert not outgoing.outbox


@pytest.mark.req("REQ-6.2")
@pytest.mark.parametrize("path", ["/", "/organization/", "/account/", "/activate/some-token/"])
def test_outage_closes_every_page_with_text_end_and_retry_after(scene, outage, path):
    for client in (cabinet_of(scene.member), visitor()):
        answer = client.get(path)
        assert answer.status_code == 503
        assert 0 < int(answer["Retry-After"]) <= 3600
        html = answer.content.decode()
        assert "Переезд хранилища" in html
        assert "Переносим файлы" in html
        assert timezone.localtime(outage.ends_at).strftime("%H:%M") in html


@pytest.mark.req("REQ-6.2")
def test_outage_closes_the_door_to_members_and_not_to_staff(scene, outage, password_is_enough):
    door = visitor().get("/login/")
    assert door.status_code == 503
    assert "Вход для сотрудников" in door.content.decode()
    assert door.content.decode().count("Переезд хранилища") == 1
    client = visitor()
    assert give_password(client, scene.member.email).status_code == 503
    assert client.get("/").status_code == 503
    client = visitor()
    assert give_password(client, scene.staff.email)["Location"] == "/"
    assert client.get("/", follow=True).status_code == 200


@pytest.mark.req("REQ-6.2")
def test_staff_enter_during_an_outage_by_the_form_they_were_shown(scene, outage, password_is_enough):
    client = Client(headers={"host": settings.LK_HOST}, enforce_csrf_checks=True)
    door = client.get("/login/")
    form = {
        "csrfmiddlewaretoken": door.context["csrf_token"],
        "login_view-current_step": "auth",
        "auth-username": scene.staff.email,
        "auth-password": PASSWORD,
    }
    assert door.status_code == 503
    assert client.post("/login/", form)["Location"] == "/"


@pytest.mark.req("REQ-6.2")
def test_outage_ends_by_itself(scene, outage, time_machine):
    time_machine.move_to(outage.ends_at, tick=False)
    assert cabinet_of(scene.member).get("/").status_code == 200


@pytest.mark.req("REQ-6.2")
def test_outage_of_the_cabinet_leaves_help_health_and_the_site_open(scene, outage, site_client):
    for path in ("/help/", "/access-help/", "/healthz"):
        assert visitor().get(path).status_code == 200
    assert site_client.get("/lichnyy-kabinet/").status_code == 200


@pytest.mark.req("REQ-6.2")
def test_coming_outage_is_announced_at_the_door_and_inside(scene):
    notice = announce(
        actor=scene.editor,
        title="Завтрашние работы",
        text="<p>Коротко.</p>",
        kind="planned",
        effect="suspended",
        services=["cabinet"],
        starts_at=timezone.now() + timedelta(hours=20),
        ends_at=timezone.now() + timedelta(hours=21),
    )
    for html in (visitor().get("/login/").content.decode(), cabinet_of(scene.member).get("/").content.decode()):
        assert "Завтрашние работы" in html
        assert f'href="{settings.SITE_URL}/preryvy/{notice.slug}/"' in html


@pytest.mark.req("REQ-6.2")
def test_links_in_the_text_of_an_outage_lead_from_the_closed_cabinet_to_the_public_site(scene):
    document = make_document()
    page = HomePage.objects.get().add_child(instance=PlainPage(title="Помощь", slug="pomoshch"))
    announce(
        actor=scene.editor,
        title="Переезд",
        text=f'<p><a linktype="document" id="{document.pk}">план</a> <a linktype="page" id="{page.pk}">помощь</a></p>',
        kind="planned",
        effect="suspended",
        services=["cabinet"],
        starts_at=timezone.now() - timedelta(minutes=5),
        ends_at=None,
    )
    html = visitor().get("/login/").content.decode()
    assert f'href="{settings.SITE_URL}{document.url}"' in html
    assert f'href="{settings.SITE_URL}/pomoshch/"' in html


def test_staff_look_at_a_chosen_member_change_nothing_and_leave_a_trace(scene):
    client = cabinet_of(scene.staff)
    assert client.get("/")["Location"] == "/members/"
    assert "Ёлочный" in client.get("/members/?q=елочн").content.decode()
    assert client.post("/switch/", {"number": "0902"})["Location"] == "/"
    assert scene.montage.inn in client.get("/organization/").content.decode()
    assert client.post("/feedback/", {"text": "от имени"}).status_code == 403
    entry = AuditEntry.objects.get(action="cabinet.viewed_by_staff")
    assert (entry.actor, entry.data["number"]) == (scene.staff, "0902")


def test_choice_of_any_member_is_for_staff_only(scene):
    assert cabinet_of(scene.member).get("/members/").status_code == 404


def test_back_office_session_does_not_open_the_cabinet(scene):
    site = back_office_of(scene.staff)
    client = visitor()
    client.cookies = site.cookies
    assert client.get("/").status_code == 302
