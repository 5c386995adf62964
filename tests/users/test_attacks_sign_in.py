"""Attacks on the password step: guessing, spying for accounts, locking others out, planted sessions, forged links."""

import re
from urllib.parse import urlencode
from uuid import uuid4

import pytest
import time_machine
from axes.helpers import get_cache_timeout
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, hashers
from django.core.cache import cache
from django.test import Client

from cms.audit.models import AuditEntry
from cms.core.sessions import SessionStore
from cms.users.domain import end_all_sessions
from cms.users.middleware import start_clock
from cms.users.models import User
from tests.users.conftest import LOGIN, PASSWORD, Phone, Visitor, make_staff

THERE, ELSEWHERE = "203.0.113.7", "198.51.100.9"


@pytest.fixture
def accounts(roles):
    """One account of each kind that may not come in, and the login that nobody has."""
    make_staff("uvolen@example.com", is_active=False)
    User.objects.create_user("chlen@example.com", PASSWORD)
    User.objects.create_user("bez-roli@example.com", PASSWORD, is_staff=True)
    return ["uvolen@example.com", "chlen@example.com", "bez-roli@example.com", "nikto@example.com"]


def shown(response):
    """The page without what differs by itself: the anti-forgery token and the login that was typed."""
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    body = re.sub(r'value="[\w-]+@example.com"', "", body)
    by_itself = {"Content-Length", "X-Request-ID", "Expires"}
    headers = {name: set(value.split("; ")) for name, value in response.headers.items() if name not in by_itself}
    return response.status_code, body, headers


@pytest.mark.req("REQ-2.5")
def test_answers_do_not_tell_which_accounts_exist(editor, phone, accounts):
    wrong = shown(Visitor().give_password(editor.email, "не тот пароль"))
    assert "Неверная электронная почта или пароль" in wrong[1]
    for login in accounts:
        for password in (PASSWORD, "не тот пароль"):
            assert shown(Visitor().give_password(login, password)) == wrong, login


def test_every_refusal_costs_one_password_hash(editor, phone, accounts, monkeypatch):
    """Time is the hash: where its number is the same, the time is."""
    calls = []
    encode = hashers.MD5PasswordHasher.encode

    def counted(self, *args):
        calls.append(1)
        return encode(self, *args)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", counted)
    for login in [editor.email, *accounts]:
        calls.clear()
        Visitor().give_password(login, "не тот пароль")
        assert len(calls) == 1, login


def test_refusals_of_every_kind_lead_to_the_same_lockout(editor, accounts):
    counts = set()
    for login in [editor.email, *accounts]:
        password = "не тот пароль" if login == editor.email else PASSWORD
        browser = Visitor(REMOTE_ADDR=THERE)
        answers = [browser.give_password(login, password).status_code for _ in range(12)]
        counts.add(tuple(answers))
    assert counts == {(200,) * 9 + (429,) * 3}


@pytest.mark.req("REQ-2.4")
def test_a_hundred_guesses_stop_the_guesser_and_nobody_else(editor, phone):
    neighbour = make_staff("sosed@example.com")
    neighbours_phone = Phone(neighbour)
    guesser = Visitor(REMOTE_ADDR=THERE)
    for number in range(100):
        answer = guesser.give_password(editor.email, f"догадка {number}")
    assert answer.status_code == 429
    assert "через 15 минут" in answer.content.decode()
    assert answer["Retry-After"] == "900"
    assert guesser.give_password(editor.email).status_code == 429  # the right password changes nothing now

    victim = Visitor(REMOTE_ADDR=ELSEWHERE)
    victim.give_password(editor.email)
    victim.give_code(phone.code())
    assert victim.is_in()
    beside = Visitor(REMOTE_ADDR=THERE)
    beside.give_password(neighbour.email)
    beside.give_code(neighbours_phone.code())
    assert beside.is_in()


def test_spelling_the_login_in_another_way_gives_no_more_guesses(editor):
    guesser = Visitor(REMOTE_ADDR=THERE)
    for spelling in (editor.email, editor.email.upper(), f" {editor.email} ", editor.email.title()) * 3:
        answer = guesser.give_password(spelling, "не тот пароль")
    assert answer.status_code == 429


def test_forging_the_address_gives_no_more_guesses(editor):
    for number in range(11):
        guesser = Visitor(REMOTE_ADDR=THERE)
        answer = guesser.give_password(
            editor.email, "не тот пароль", headers={"x-forwarded-for": f"10.0.0.{number}", "x-real-ip": "10.9.9.9"}
        )
    assert answer.status_code == 429


def test_the_lock_opens_by_itself(editor, phone, monkeypatch):
    assert get_cache_timeout() == 15 * 60
    guesser = Visitor(REMOTE_ADDR=THERE)
    for _ in range(10):
        guesser.give_password(editor.email, "не тот пароль")
    cache.clear()  # what the time-out does in Redis
    guesser.give_password(editor.email)
    guesser.give_code(phone.code())
    assert guesser.is_in()


def test_guessing_the_confirmation_of_the_password_is_counted_too(signed_in, editor):
    posted = {
        "old_password": "не тот пароль",
        "new_password1": "новая-лошадь-2026",
        "new_password2": "новая-лошадь-2026",
    }
    for _ in range(5):
        signed_in.post("/admin/security/password/", posted)
        answer = signed_in.post("/admin/security/confirm/", {"password": "не тот пароль"})
    assert answer.status_code == 429
    assert signed_in.post("/admin/security/password/", posted | {"old_password": PASSWORD}).status_code == 429
    assert editor.check_password(PASSWORD)


def test_a_planted_session_id_is_dead_after_every_step(editor, phone):
    browser = Visitor()
    browser.get(LOGIN)
    planted = [browser.cookies["sessionid"].value]
    browser.give_password(editor.email)
    planted.append(browser.cookies["sessionid"].value)
    browser.give_code(phone.code())
    planted.append(browser.cookies["sessionid"].value)
    assert len(set(planted)) == 3
    for old in planted[:2]:
        thief = Visitor()
        thief.cookies["sessionid"] = old
        assert not thief.is_in()
        thief.give_code(phone.code(1))
        assert not thief.is_in()
    assert browser.is_in()


def test_enrolment_changes_the_session_id(editor, visitor):
    visitor.give_password(editor.email)
    before = visitor.cookies["sessionid"].value
    visitor.get("/admin/security/setup/")
    page = visitor.post("/admin/security/setup/", {"setup_view-current_step": "method", "method-method": "generator"})
    visitor.post(
        "/admin/security/setup/", {"setup_view-current_step": "generator", "generator-token": Phone.scan(page).code()}
    )
    assert visitor.is_in()
    thief = Visitor()
    thief.cookies["sessionid"] = before
    assert not thief.is_in()


@pytest.mark.needs_addon
def test_a_session_id_of_one_host_opens_nothing_on_the_other(signed_in):
    stolen = signed_in.cookies["sessionid"].value
    other_host = Client(headers={"host": settings.LK_HOST})
    other_host.cookies["sessionid"] = stolen
    assert "editor" not in str(other_host.get("/healthz").wsgi_request.user)
    assert other_host.get("/healthz").wsgi_request.user.is_anonymous
    assert other_host.get("/healthz").wsgi_request.session.is_empty()
    assert signed_in.is_in()


def test_a_members_session_is_worth_nothing_on_the_public_host(roles):
    """Even one made on the public host by some mistake of ours."""
    member = User.objects.create_user("chlen@example.com", PASSWORD)
    session = SessionStore(host=settings.SITE_HOST)
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    start_clock(session, uuid4())
    session.save()
    browser = Visitor()
    browser.cookies["sessionid"] = session.session_key
    assert browser.get("/admin/").wsgi_request.user.is_anonymous
    assert browser.get("/healthz").wsgi_request.password_user == member


def test_raising_the_generation_ends_all_sessions(signed_in, editor):
    end_all_sessions(editor)
    assert not signed_in.is_in()


def test_a_dismissed_person_is_out_on_the_next_request(signed_in, editor):
    User.objects.filter(pk=editor.pk).update(is_staff=False)
    assert not signed_in.is_in()


@pytest.mark.req("REQ-4.7")
def test_a_session_left_alone_ends(editor, phone):
    with time_machine.travel("2026-11-22 12:00", tick=False) as clock:
        browser = Visitor()
        browser.give_password(editor.email)
        browser.give_code(phone.code())
        for _ in range(3):
            clock.shift(25 * 60)
            assert browser.is_in()
        for _ in range(3):
            clock.shift(11 * 60)
            browser.post("/admin/editing-sessions/ping/wagtailcore/page/1/1/")  # sent by the page, not by a person
        assert not browser.is_in()


@pytest.mark.req("REQ-4.7")
def test_a_session_never_used_after_sign_in_ends_too(editor, phone):
    with time_machine.travel("2026-11-22 12:00", tick=False) as clock:
        browser = Visitor()
        browser.give_password(editor.email)
        browser.give_code(phone.code())
        clock.shift(31 * 60)
        assert not browser.is_in()


@pytest.mark.req("REQ-4.7")
def test_no_session_lives_longer_than_a_working_day(editor, phone):
    with time_machine.travel("2026-11-22 12:00", tick=False) as clock:
        browser = Visitor()
        browser.give_password(editor.email)
        browser.give_code(phone.code())
        for _ in range(19):
            clock.shift(25 * 60)
            assert browser.is_in()
        clock.shift(25 * 60)
        assert not browser.is_in()


@pytest.mark.req("REQ-4.7")
def test_the_session_cookie_goes_with_the_browser(signed_in):
    cookie = signed_in.cookies["sessionid"]
    assert cookie["expires"] == ""
    assert cookie["max-age"] == ""
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Lax"
    assert cookie["domain"] == ""
    assert cookie["path"] == "/"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example",
        r"\\evil.example",
        r"/\evil.example",
        "https:///evil.example",
        "javascript:alert(1)",
        "http://lk.np-ss.localhost/",
        "http://np-ss.localhost@evil.example/",
        "http:evil.example",
        "/admin/login/?again",
        "\x01https://evil.example",
    ],
)
def test_sign_in_leads_to_no_strangers_address(editor, phone, address):
    browser = Visitor()
    url = f"{LOGIN}?{urlencode({'next': address})}"
    browser.post(
        url, {"staff_login_view-current_step": "auth", "auth-username": editor.email, "auth-password": PASSWORD}
    )
    answer = browser.post(url, {"staff_login_view-current_step": "token", "token-otp_token": phone.code()})
    assert answer["Location"] == "/admin/"
    assert browser.get(url)["Location"] == "/admin/"


def test_a_forged_form_signs_nobody_in(editor):
    browser = Visitor(enforce_csrf_checks=True)
    assert browser.give_password(editor.email).status_code == 403


@pytest.mark.req("REQ-1.1.b")
def test_a_password_of_a_megabyte_is_refused_cheaply(editor, monkeypatch):
    lengths = []
    encode = hashers.MD5PasswordHasher.encode

    def measured(self, password, salt):
        lengths.append(len(password))
        return encode(self, password, salt)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", measured)
    Visitor().give_password(editor.email, "я" * 1_000_000)
    assert max(lengths) <= 129


def test_the_journal_tells_who_tried_and_keeps_no_password_or_stranger_login(editor, phone):
    browser = Visitor(REMOTE_ADDR=THERE)
    browser.give_password("мой-пароль-по-ошибке@example.com", "секрет-который-набрали")
    browser.give_password(editor.email, "секрет-который-набрали")
    browser.give_password(editor.email)
    browser.give_code(phone.code())
    told = list(AuditEntry.objects.filter(action__startswith="user.").values_list("action", "object_id", "ip_address"))
    assert told == [
        ("user.sign_in_refused", "", THERE),
        ("user.sign_in_refused", str(editor.pk), THERE),
        ("user.signed_in", str(editor.pk), THERE),
    ]
    everything = str(list(AuditEntry.objects.values()))
    assert "секрет" not in everything
    assert "по-ошибке" not in everything


def test_a_flood_of_guesses_does_not_flood_the_journal(editor):
    guesser = Visitor(REMOTE_ADDR=THERE)
    for _ in range(30):
        guesser.give_password(editor.email, "не тот пароль")
    actions = list(AuditEntry.objects.filter(action__startswith="user.").values_list("action", flat=True))
    assert actions.count("user.locked_out") == 1
    assert len(actions) == 10
