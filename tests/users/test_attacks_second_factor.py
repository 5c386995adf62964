"""Ways around the second factor, each walked by somebody who knows the password."""

import re
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from cryptography.fernet import InvalidToken
from django.db import connection
from django.urls import URLResolver, get_resolver

from cms.users.models import Authenticator, BackupCode, BackupCodes
from cms.users.queries import second_factors
from tests.users.conftest import LOGIN, PASSWORD, SECURITY, SETUP, Phone, Visitor, make_staff

QR = "/admin/security/setup/qr.svg"
CODES = "/admin/security/codes/"
CONFIRM = "/admin/security/confirm/"


@pytest.fixture
def half_way(editor, phone):
    """A thief's browser that was asked for the code."""
    thief = Visitor()
    thief.give_password(editor.email)
    return thief


@pytest.fixture
def password_only(editor):
    """A thief's signed-in session from before the editor enrolled: it never showed a second factor."""
    thief = Visitor()
    thief.give_password(editor.email)
    Phone(editor)
    return thief


def enrol(browser):
    """Walk through the set-up wizard by POST alone; return its last answer."""
    browser.get(SETUP)
    page = browser.post(SETUP, {"setup_view-current_step": "method", "method-method": "generator"})
    if page.status_code != 200:
        return page
    code = Phone.scan(page).code()
    return browser.post(SETUP, {"setup_view-current_step": "generator", "generator-token": code})


@pytest.mark.parametrize("thief", ["half_way", "password_only"])
def test_posting_to_the_setup_wizard_enrols_no_device_for_the_thief(request, thief, editor):
    thief = request.getfixturevalue(thief)
    response = enrol(thief)
    assert response.status_code == 302
    assert response["Location"].startswith(LOGIN)
    assert len(second_factors(editor)) == 1
    assert not thief.is_in()


@pytest.mark.parametrize("thief", ["half_way", "password_only"])
def test_password_alone_sees_and_changes_nothing_of_the_second_factor(request, thief, editor):
    thief = request.getfixturevalue(thief)
    device = second_factors(editor)[0]
    for address in (SECURITY, SETUP, QR, CODES, CONFIRM, f"/admin/security/remove/{device.persistent_id}/"):
        for method in (thief.get, thief.post):
            response = method(address)
            assert response.status_code == 302, address
            assert response["Location"].startswith(LOGIN), address
    assert second_factors(editor) == [device]
    assert not BackupCode.objects.exists()


def addresses_below_admin():
    """Every address that the public host's URLconf routes below /admin/ and /documents/, with invented arguments."""

    def walk(patterns, prefix):
        for pattern in patterns:
            route = prefix + str(pattern.pattern).lstrip("^")
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, route)
            else:
                yield fill(route)

    def fill(route):
        for kind, value in (("int", "1"), ("slug", "x"), ("uuid", "0" * 8 + "-0000-0000-0000-" + "0" * 12)):
            route = re.sub(rf"<{kind}:\w+>", value, route)
        route = re.sub(r"<(?:str:|path:)?\w+>", "1", route)
        route = re.sub(r"\(\?P<\w+>[^)]*\)|\([^)]*\)", "1", route)
        return "/" + route.replace("$", "").replace("^", "").replace("\\", "").replace("?", "")

    return sorted(
        {address for address in walk(get_resolver("cms.urls").url_patterns, "") if address.startswith("/admin")}
    )


OPEN_TO_ALL = {LOGIN, "/admin/logout/", "/admin/jsi18n/"}


def test_no_address_of_the_back_office_answers_to_a_password_alone(password_only, half_way):
    addresses = addresses_below_admin()
    assert len(addresses) > 150
    for thief in (password_only, half_way):
        for address in addresses:
            if address in OPEN_TO_ALL or "sprite" in address:
                continue
            for method in (thief.get, thief.post):
                response = method(address)
                assert response.status_code in (302, 403, 404, 405), (address, response.status_code)
                if response.status_code == 302:
                    assert response["Location"].startswith(LOGIN), (address, response["Location"])


@pytest.mark.django_db
@pytest.mark.req("REQ-2.5")
@pytest.mark.parametrize(
    "address",
    [
        "/_util/login/",
        "/admin/password_reset/",
        "/admin/password_reset/done/",
        "/admin/password_reset/complete/",
        "/admin/password_reset/confirm/MQ/set-password/",
        "/django-admin/",
        "/accounts/login/",
        "/account/login/",
        "/password_reset/",
    ],
)
def test_no_other_door_of_the_frameworks_is_open(prepared_site, visitor, editor, phone, address):
    assert visitor.get(address).status_code == 404
    answer = visitor.post(address, {"username": editor.email, "password": PASSWORD, "email": editor.email})
    assert answer.status_code in (404, 405)
    assert not visitor.is_in()


def test_api_knows_no_basic_password(visitor, editor, phone):
    token = b64encode(f"{editor.email}:{PASSWORD}".encode()).decode()
    assert visitor.get("/admin/api/main/pages/", headers={"authorization": f"Basic {token}"}).status_code in (302, 403)


def test_a_code_is_accepted_once_within_its_window(editor, phone):
    code = phone.code()
    first, second = Visitor(), Visitor()
    for browser in (first, second):
        browser.give_password(editor.email)
    first.give_code(code)
    assert first.is_in()
    second.give_code(code)
    assert not second.is_in()


def test_the_code_of_enrolment_does_not_sign_in_afterwards(editor, visitor):
    visitor.give_password(editor.email)
    visitor.get(SETUP)
    page = visitor.post(SETUP, {"setup_view-current_step": "method", "method-method": "generator"})
    code = Phone.scan(page).code()
    visitor.post(SETUP, {"setup_view-current_step": "generator", "generator-token": code})
    assert visitor.is_in()
    thief = Visitor()
    thief.give_password(editor.email)
    thief.give_code(code)
    assert not thief.is_in()


@pytest.mark.django_db(transaction=True)
def test_one_code_used_in_parallel_succeeds_once(editor, phone, codes):
    def use(kind_and_token):
        kind, token = kind_and_token
        try:
            return kind.objects.get(user=editor).verify_token(token)
        finally:
            connection.close()

    for kind, token in ((Authenticator, phone.code()), (BackupCodes, codes[0])):
        with ThreadPoolExecutor(4) as pool:
            assert sum(pool.map(use, [(kind, token)] * 8)) == 1


def test_guessing_codes_is_slowed_down(editor, phone, half_way):
    half_way.give_code(phone.wrong_code())
    answer = half_way.give_code(phone.code())
    assert "Слишком много неверных кодов" in answer.content.decode()
    assert not half_way.is_in()
    with time_machine.travel("2026-11-22 12:00", tick=False) as clock:
        for _ in range(20):
            phone.device.refresh_from_db()
            phone.device.throttle_increment()
        clock.shift(18 * 60)  # the longest wait: a stranger closes no door for ever
        assert phone.device.verify_token(phone.code())


def test_going_back_a_step_with_another_login_does_not_carry_the_password_over(editor, phone, half_way):
    other = make_staff("drugoy@example.com")
    answer = half_way.post(
        LOGIN,
        {
            "staff_login_view-current_step": "auth",
            "auth-username": "drugoy@example.com",
            "auth-password": "не тот пароль",
        },
    )
    assert "Неверная электронная почта или пароль" in answer.content.decode()
    half_way.give_code(phone.code())
    half_way.give_code(phone.code(1))
    assert half_way.get("/admin/").wsgi_request.user != other


def test_half_way_through_is_worth_nothing_after_the_password_was_changed(editor, phone, half_way):
    editor.set_password("совсем-другой-пароль")
    editor.save()
    half_way.give_code(phone.code())
    assert not half_way.is_in()


def test_half_way_through_is_worth_nothing_after_ten_minutes(editor, phone):
    with time_machine.travel("2026-11-22 12:00", tick=False) as clock:
        thief = Visitor()
        thief.give_password(editor.email)
        clock.shift(11 * 60)
        thief.give_code(phone.code())
        assert not thief.is_in()


def test_half_way_through_is_worth_nothing_after_dismissal(editor, phone, half_way):
    editor.is_staff = False
    editor.save()
    half_way.give_code(phone.code())
    assert not half_way.is_in()


def test_verified_session_without_a_fresh_password_changes_nothing(editor, phone):
    with time_machine.travel("2026-11-22 12:00", tick=False) as clock:
        browser = Visitor()
        browser.give_password(editor.email)
        browser.give_code(phone.code())
        clock.shift(11 * 60)
        assert browser.is_in()
        remove = f"/admin/security/remove/{phone.device.persistent_id}/"
        for address in (SETUP, QR, CODES, remove):
            for method in (browser.get, browser.post):
                assert method(address)["Location"].startswith(CONFIRM), address
        assert not BackupCodes.objects.exists()
        assert second_factors(editor) == [phone.device]
        assert "Неверный пароль" in browser.post(CONFIRM, {"password": "не тот"}).content.decode()
        assert browser.post(f"{CONFIRM}?next={CODES}", {"password": PASSWORD})["Location"] == CODES
        assert "больше они не будут показаны" in browser.post(CODES).content.decode()


def test_the_last_device_stays_where_one_is_demanded(signed_in, editor, phone):
    assert signed_in.post(f"/admin/security/remove/{phone.device.persistent_id}/").status_code == 200
    assert second_factors(editor) == [phone.device]
    enrol(signed_in)
    signed_in.post(f"/admin/security/remove/{phone.device.persistent_id}/")
    assert phone.device not in second_factors(editor)
    assert len(second_factors(editor)) == 1


def test_another_persons_device_cannot_be_removed_or_used(signed_in, editor):
    other = Phone(make_staff("drugoy@example.com"))
    address = f"/admin/security/remove/{other.device.persistent_id}/"
    assert signed_in.get(address).status_code == 404
    assert signed_in.post(address).status_code == 404
    thief = Visitor()
    thief.give_password(editor.email)
    thief.post(
        LOGIN,
        {
            "staff_login_view-current_step": "token",
            "challenge_device": other.device.persistent_id,
            "token-otp_token": other.code(),
        },
    )
    thief.give_code(other.code())
    assert not thief.is_in()


def test_a_session_dies_with_the_device_that_proved_it(signed_in, editor, phone):
    Phone(editor)
    phone.device.delete()
    assert not signed_in.is_in()


def test_secrets_at_rest_cannot_be_read_in_the_database(editor, phone, codes):
    with connection.cursor() as cursor:
        for table in ("users_authenticator", "users_backupcode"):
            cursor.execute(f"SELECT string_agg(t::text, '') FROM {table} t")
            stored = cursor.fetchone()[0]
            for secret in (phone.key.hex(), *codes, *(code.replace("-", "") for code in codes)):
                assert secret.lower() not in stored.lower()
        cursor.execute(
            "SELECT (SELECT count(*) FROM otp_totp_totpdevice) + (SELECT count(*) FROM otp_static_statictoken)"
        )
        assert cursor.fetchone() == (0,)


def test_keys_outlive_a_change_of_the_encryption_key(phone, settings):
    settings.SECOND_FACTOR_KEY = f"a-new-key,{settings.SECOND_FACTOR_KEY}"
    assert Authenticator.objects.get().key == phone.key
    settings.SECOND_FACTOR_KEY = "a-new-key"
    with pytest.raises(InvalidToken):
        _ = Authenticator.objects.get().key
