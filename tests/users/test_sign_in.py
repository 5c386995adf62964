"""The door of the back office as people use it."""

import pytest

from tests.users.conftest import LOGIN, PASSWORD, SECURITY, SETUP, Phone, Visitor


@pytest.mark.django_db
def test_admin_leads_a_stranger_to_the_door(visitor):
    response = visitor.get("/admin/")
    assert response.status_code == 302
    assert response["Location"].startswith(LOGIN)
    assert "Вход для сотрудников" in visitor.get(LOGIN).content.decode()


def test_password_and_code_open_the_back_office(visitor, editor, phone):
    response = visitor.give_password(editor.email)
    assert "Введите шестизначный код" in response.content.decode()
    assert not visitor.is_in()
    response = visitor.give_code(phone.code())
    assert response["Location"] == "/admin/"
    assert visitor.get("/admin/").status_code == 200


def test_login_in_another_letter_case_is_the_same_login(visitor, editor, phone):
    visitor.give_password(f" {editor.email.upper()} ")
    visitor.give_code(phone.code())
    assert visitor.is_in()


def test_sign_in_goes_on_to_the_page_that_was_asked_for(visitor, editor, phone):
    address = f"{LOGIN}?next=/admin/pages/"
    visitor.post(
        address, {"staff_login_view-current_step": "auth", "auth-username": editor.email, "auth-password": PASSWORD}
    )
    response = visitor.post(address, {"staff_login_view-current_step": "token", "token-otp_token": phone.code()})
    assert response["Location"] == "/admin/pages/"


def test_newcomer_is_led_to_enrol_and_then_works(visitor, editor):
    response = visitor.give_password(editor.email)
    assert response["Location"].startswith(SETUP)
    assert not visitor.is_in()
    visitor.get(SETUP)
    page = visitor.post(SETUP, {"setup_view-current_step": "method", "method-method": "generator"})
    phone = Phone.scan(page)
    assert visitor.get("/admin/security/setup/qr.svg")["Content-Type"].startswith("image/svg+xml")
    assert "Яндекс Ключ" in page.content.decode()
    response = visitor.post(SETUP, {"setup_view-current_step": "generator", "generator-token": phone.code()})
    assert response["Location"] == "/admin/security/setup/complete/"
    assert visitor.is_in()
    assert "Приложение с кодами" in visitor.get(SECURITY).content.decode()


def test_newcomer_on_the_way_somewhere_is_still_offered_backup_codes(visitor, editor):
    address = visitor.get("/admin/pages/")["Location"]
    answer = visitor.post(
        address, {"staff_login_view-current_step": "auth", "auth-username": editor.email, "auth-password": PASSWORD}
    )
    setup = answer["Location"]
    visitor.get(setup)
    page = visitor.post(setup, {"setup_view-current_step": "method", "method-method": "generator"})
    posted = {"setup_view-current_step": "generator", "generator-token": Phone.scan(page).code()}
    assert "Создать резервные коды" in visitor.post(setup, posted, follow=True).content.decode()


def test_backup_code_stands_in_once(visitor, editor, codes):
    visitor.give_password(editor.email)
    visitor.give_backup_code(codes[3].lower().replace("-", " "))
    assert visitor.is_in()
    again = Visitor()
    again.give_password(editor.email)
    again.give_backup_code(codes[3])
    assert not again.is_in()


@pytest.mark.parametrize("address", [SECURITY, SETUP, "/admin/security/codes/", "/admin/security/password/"])
def test_security_pages_are_as_strict_as_the_site_and_kept_nowhere(signed_in, address):
    response = signed_in.get(address)
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"
    assert "no-store" in response["Cache-Control"]


def test_logout_is_post_only_and_ends_the_session_on_the_server(signed_in):
    stolen = signed_in.cookies["sessionid"].value
    assert signed_in.get("/admin/logout/").status_code == 405
    assert signed_in.is_in()
    signed_in.post("/admin/logout/")
    thief = Visitor()
    thief.cookies["sessionid"] = stolen
    assert not thief.is_in()


def test_in_development_a_second_factor_is_offered_and_not_demanded(visitor, editor, settings):
    settings.SECOND_FACTOR_REQUIRED_FOR_STAFF = False
    assert visitor.give_password(editor.email)["Location"] == "/admin/"
    assert visitor.is_in()
    assert "Подключить" in visitor.get(SECURITY).content.decode()
    Phone(editor)
    assert not visitor.is_in()  # once enrolled, the password-only session is no longer enough
