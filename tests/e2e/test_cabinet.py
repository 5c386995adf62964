"""The cabinet in a real browser: from the letter to the last refused request."""

import json
import re

import pytest
from django.core import mail as outgoing
from playwright.sync_api import expect
from post_office.mail import send_queued

from lk_addon.accounts.domain.applications import invite
from tests.e2e.browsing import follow
from tests.e2e.conftest import CHROMIUM, CHROMIUM_ARGS
from tests.factories.accounts import PASSWORD, AccessApplicationFactory
from tests.factories.regulations import edition, regulation
from tests.factories.sessions import signed_in_client
from tests.factories.supervision import notified, planned
from tests.scenarios import exclude, people

pytestmark = pytest.mark.django_db(transaction=True)

CHOSEN = "Лошадь-на-крыше-2026"
INSIDE = [
    "/",
    "/organization/",
    "/calendar/",
    "/calendar/?view=month",
    "/letters/",
    "/feedback/",
    "/account/",
    "/help/",
]


@pytest.fixture
def scene(live_site, settings):
    settings.SECOND_FACTOR_REQUIRED_FOR_MEMBERS = False
    return people()


def sign_in(page, lk_url, email, password=PASSWORD):
    page.goto(f"{lk_url}/login/")
    page.fill("[name=auth-username]", email)
    page.fill("[name=auth-password]", password)
    page.click("button:has-text('Войти')")
    page.wait_for_url(f"{lk_url}/")


def enter(page, lk_url, user, settings):
    """Be signed in without the way through the door, where that is not what the test is about."""
    session = signed_in_client(user, host=settings.LK_HOST).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": lk_url}])


@pytest.mark.req("REQ-2.1.d")
@pytest.mark.req("REQ-1.4")
def test_from_the_letter_to_exclusion_during_the_session(scene, page, lk_url, axe):
    edition(regulation(slug="lichnyy-kabinet", title="Регламент услуги «Личный кабинет»"), days=-10)
    edition(regulation(slug="soglasie-pdn", title="Согласие на обработку персональных данных"), days=-10)
    invite(application=AccessApplicationFactory(member=scene.north, email="novichok@example.com"), actor=scene.staff)
    send_queued()
    page.goto(re.search(r"https?://\S+/activate/\S+", outgoing.outbox[-1].body)[0])
    axe(page)
    page.fill("[name=new_password1]", CHOSEN)
    page.fill("[name=new_password2]", CHOSEN)
    page.check("#id_regulation")
    page.check("#id_personal_data")
    follow(page.locator("button:has-text('Активировать')"))
    follow(page.locator("main a:has-text('Войти')"))
    axe(page)
    sign_in(page, lk_url, "novichok@example.com", CHOSEN)
    follow(page.locator("nav >> text=Организация"))
    expect(page.get_by_role("heading", name="Сведения реестра")).to_be_visible()
    exclude(scene.north)
    follow(page.locator("nav >> text=Главная"))
    expect(page).to_have_url(f"{lk_url}/login/?reason=closed")
    assert "Демострой" not in page.content()


@pytest.mark.req("REQ-6.1")
@pytest.mark.req("REQ-4.7")
def test_back_after_exit_shows_nothing(scene, page, lk_url):
    sign_in(page, lk_url, scene.member.email)
    page.goto(f"{lk_url}/organization/")
    follow(page.locator("text=Выход"))
    expect(page.get_by_text("Вы вышли")).to_be_visible()
    page.go_back()
    page.wait_for_url("**/login/**")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert scene.north.inn not in page.content()


@pytest.mark.req("REQ-5.3")
@pytest.mark.req("REQ-6.1")
@pytest.mark.req("REQ-3.3")
@pytest.mark.parametrize("width", [1024, 1280])
def test_pages_fit_the_screen_with_both_labels_in_their_places(scene, new_page, lk_url, axe, width):
    page = new_page(viewport={"width": width, "height": 800})
    sign_in(page, lk_url, scene.other.email)
    for path in INSIDE:
        page.goto(lk_url + path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        leave, talk = page.get_by_role("button", name="Выход"), page.get_by_role("link", name="Обратная связь")
        exit_box, talk_box = leave.bounding_box(), talk.bounding_box()
        assert exit_box["x"] + exit_box["width"] > width - 60
        assert exit_box["y"] < 80
        assert talk_box["x"] < 60
        expect(page.get_by_text("Рекомендуется ширина экрана")).to_be_hidden()
        axe(page)


def test_table_is_sorted_and_filtered_in_place(scene, page, lk_url, axe):
    planned(scene.north, start=-40)
    notified(scene.north, start=3)
    sign_in(page, lk_url, scene.member.email)
    page.goto(f"{lk_url}/inspections/")
    axe(page)
    started = page.get_by_role("columnheader", name="Начало")
    page.evaluate("window.sameDocument = true")
    page.get_by_role("link", name="Начало").press("Enter")
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Начало", use_inner_text=True)
    expect(page).to_have_url(re.compile("sort="))
    expect(page.get_by_role("link", name="Начало")).to_be_focused()
    assert page.evaluate("window.sameDocument")
    page.get_by_label("Год").fill("2099")
    page.get_by_role("button", name="Показать").click()
    page.get_by_text("ничего не подошло").wait_for()
    expect(page).to_have_url(re.compile("sort="))
    page.get_by_role("link", name="Сбросить").click()
    started.wait_for()
    page.go_back()
    page.get_by_text("ничего не подошло").wait_for()
    assert "history-cache" not in page.evaluate("Object.keys(sessionStorage).join() + Object.keys(localStorage).join()")


@pytest.mark.req("REQ-5.3")
def test_below_1024_a_notice_stands_and_the_page_works(scene, new_page, lk_url):
    page = new_page(viewport={"width": 800, "height": 900})
    sign_in(page, lk_url, scene.member.email)
    expect(page.get_by_text("Рекомендуется ширина экрана")).to_be_visible()
    follow(page.locator("nav >> text=Организация"))
    expect(page.get_by_role("heading", name="Сведения реестра")).to_be_visible()


@pytest.mark.req("REQ-5.2", "REQ-5.2.b")
def test_without_javascript_an_explanation_stands_in_place_of_the_door(live_site, new_page, lk_url):
    page = new_page(java_script_enabled=False)
    page.goto(f"{lk_url}/login/")
    expect(page.get_by_role("heading", name="Включите JavaScript")).to_be_visible()
    expect(page.locator("[name=auth-password]")).to_be_hidden()
    expect(page.locator("button[data-needs-browser]")).to_be_disabled()


@pytest.mark.req("REQ-5.2", "REQ-5.2.b")
def test_without_javascript_an_explanation_stands_in_place_of_what_is_inside(scene, new_page, lk_url, settings):
    page = new_page(java_script_enabled=False)
    enter(page, lk_url, scene.member, settings)
    for path in INSIDE:
        assert page.goto(lk_url + path).url == lk_url + path
        expect(page.get_by_role("heading", name="Включите JavaScript")).to_be_visible()
        expect(page.locator(".cab-frame main")).to_be_attached()
        expect(page.locator(".cab-frame")).to_be_hidden()
        expect(page.locator("body")).not_to_contain_text(scene.north.inn, use_inner_text=True)


@pytest.fixture
def page_without_cookies(browser, live_site, tmp_path):
    """A page of a browser whose owner has forbidden all cookies in its settings."""
    profile = tmp_path / "Default"
    profile.mkdir()
    forbidden = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (profile / "Preferences").write_text(json.dumps(forbidden), encoding="utf-8")
    context = browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=CHROMIUM, args=CHROMIUM_ARGS, locale="ru-RU"
    )
    yield context.new_page()
    context.close()


@pytest.mark.req("REQ-5.2", "REQ-5.2.a")
def test_without_cookies_an_explanation_comes_before_the_password(page_without_cookies, lk_url):
    page, faults = page_without_cookies, []
    page.context.on("weberror", lambda error: faults.append(error.error))
    page.goto(f"{lk_url}/login/")
    expect(page.get_by_text("Включите cookies.")).to_be_visible()
    expect(page.locator("button[data-needs-browser]")).to_be_disabled()
    assert page.context.cookies() == []
    assert faults == []


@pytest.mark.req("REQ-5.1")
def test_an_old_browser_is_told_so(live_site, new_page, lk_url):
    page = new_page()
    page.add_init_script("delete window.fetch")
    page.goto(f"{lk_url}/login/")
    expect(page.get_by_text("Браузер устарел.")).to_be_visible()


@pytest.mark.req("REQ-4.7")
def test_a_quiet_session_is_warned_of_and_can_be_kept(scene, new_page, lk_url, settings):
    page = new_page()
    sign_in(page, lk_url, scene.member.email)
    page.evaluate("localStorage.setItem('cabinet-seen-at', Date.now() - (29 * 60 - 30 + 10) * 1000)")
    dialog = page.get_by_role("dialog", name="Сеанс скоро завершится")
    dialog.wait_for()
    page.get_by_role("button", name="Продолжить работу").click()
    dialog.wait_for(state="hidden")
    page.evaluate("localStorage.setItem('cabinet-seen-at', '0')")
    page.wait_for_url("**/login/?reason=idle**")
