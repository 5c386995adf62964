"""Staff sign-in in a browser: enrol, sign in, lose the phone, carry a passkey."""

import re

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from playwright.sync_api import expect

from cms.users.groups import EDITORS
from cms.users.models import User
from tests.e2e.browsing import follow
from tests.users.conftest import PASSWORD, Phone

pytestmark = pytest.mark.django_db(transaction=True)

EMAIL = "redaktor@example.com"


@pytest.fixture
def editor(live_site):
    """A newcomer among staff."""
    user = User.objects.create_user(EMAIL, PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name=EDITORS))
    return user


def give_password(page, site_url):
    page.goto(f"{site_url}/admin/login/")
    page.get_by_label("Электронная почта").fill(EMAIL)
    page.get_by_label("Пароль").fill(PASSWORD)
    follow(page.get_by_label("Пароль"), key="Enter")


def leave(page):
    page.goto("about:blank")  # ends the page's own requests, whose answers would bring the session's cookie back
    page.context.clear_cookies()


def test_newcomer_enrols_a_phone_and_signs_in_with_a_code_and_with_paper(page, site_url, editor, axe):
    page.goto(f"{site_url}/admin/login/")
    axe(page)
    give_password(page, site_url)
    page.wait_for_url("**/admin/security/setup/**")
    axe(page)
    follow(page.get_by_role("button", name="Продолжить"))
    expect(page.locator(".door-qr")).not_to_have_js_property("naturalWidth", 0)
    axe(page)
    page.get_by_text("Ввести ключ вручную").click()
    page.locator(".door-key").wait_for()
    phone = Phone.scan_text(page.locator(".door-key").inner_text())
    page.get_by_label("Код из приложения").fill(phone.code())
    follow(page.get_by_role("button", name="Подключить"))
    follow(page.get_by_role("button", name="Создать резервные коды"))
    expect(page.locator(".door-codes code")).to_have_count(10)
    codes = page.locator(".door-codes code").all_inner_texts()
    axe(page)
    page.get_by_role("link", name="Коды сохранены, продолжить").click()
    page.wait_for_url(f"{site_url}/admin/")

    leave(page)
    give_password(page, site_url)
    page.get_by_label("Код из приложения").fill(phone.code(1))
    axe(page)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site_url}/admin/")

    leave(page)
    give_password(page, site_url)
    follow(page.get_by_role("button", name="Резервный код"))
    page.get_by_label("Резервный код").fill(codes[0])
    axe(page)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site_url}/admin/")
    page.goto(f"{site_url}{reverse('two_factor:profile')}")
    expect(page.locator("main")).to_contain_text("Осталось неиспользованных: 9")
    axe(page)


def test_newcomer_enrols_a_passkey_and_signs_in_with_it(page, site_url, editor, axe):
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    cdp.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    give_password(page, site_url)
    page.get_by_label("Ключ доступа").check()
    follow(page.get_by_role("button", name="Продолжить"))
    axe(page)
    page.get_by_role("button", name="Создать ключ доступа").click()
    page.wait_for_url("**/admin/security/setup/complete/")

    leave(page)
    give_password(page, site_url)
    page.get_by_role("button", name="Подтвердить ключом доступа").click()
    page.wait_for_url(f"{site_url}/admin/")

    leave(page)
    give_password(page, site_url)
    cdp.send("WebAuthn.disable")
    cdp.send("WebAuthn.enable")  # an empty computer: no passkey here
    cdp.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}},
    )
    page.get_by_role("button", name="Подтвердить ключом доступа").click()
    page.get_by_text("Ключ доступа не ответил").wait_for()
    axe(page)
    page.goto(f"{site_url}/admin/")
    expect(page).to_have_url(re.compile(f"^{site_url}/admin/login/"))


def test_sign_in_works_by_keyboard_on_a_phone_without_javascript(new_page, site_url, editor, axe):
    phone = Phone(editor)
    page = new_page(java_script_enabled=False, viewport={"width": 360, "height": 740})
    give_password(page, site_url)
    page.get_by_label("Код из приложения").fill(phone.code())
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site_url}/admin/")
