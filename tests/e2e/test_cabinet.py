"""The cabinet in a real browser: from the letter to the last refused request."""

import re

import pytest
from django.core import mail as outgoing
from post_office.mail import send_queued

from lk_addon.accounts.domain.applications import invite
from tests.e2e.browsing import follow
from tests.factories.accounts import PASSWORD, AccessApplicationFactory
from tests.factories.regulations import edition, regulation
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
    page.click("nav >> text=Организация")
    page.get_by_role("heading", name="Сведения реестра").wait_for()
    exclude(scene.north)
    page.click("nav >> text=Главная")
    page.wait_for_url("**/login/?reason=closed")
    assert "Демострой" not in page.content()


@pytest.mark.req("REQ-6.1")
@pytest.mark.req("REQ-4.7")
def test_back_after_exit_shows_nothing(scene, page, lk_url):
    sign_in(page, lk_url, scene.member.email)
    page.goto(f"{lk_url}/organization/")
    page.click("text=Выход")
    page.get_by_text("Вы вышли").wait_for()
    page.go_back()
    page.wait_for_url("**/login/**")
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
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        leave, talk = page.get_by_role("button", name="Выход"), page.get_by_role("link", name="Обратная связь")
        exit_box, talk_box = leave.bounding_box(), talk.bounding_box()
        assert exit_box["x"] + exit_box["width"] > width - 60
        assert exit_box["y"] < 80
        assert talk_box["x"] < 60
        assert not page.get_by_text("Рекомендуется ширина экрана").is_visible()
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
    page.locator("th[aria-sort=ascending]").wait_for()
    assert page.evaluate("window.sameDocument")
    assert "Начало" in page.locator("th[aria-sort]").inner_text()
    assert "sort=" in page.url
    assert page.evaluate("document.activeElement.textContent") == "Начало"
    page.get_by_label("Год").fill("2099")
    page.get_by_role("button", name="Показать").click()
    page.get_by_text("ничего не подошло").wait_for()
    assert "sort=" in page.url
    page.get_by_role("link", name="Сбросить").click()
    started.wait_for()
    page.go_back()
    page.get_by_text("ничего не подошло").wait_for()
    assert "history-cache" not in page.evaluate("Object.keys(sessionStorage).join() + Object.keys(localStorage).join()")


@pytest.mark.req("REQ-5.3")
def test_below_1024_a_notice_stands_and_the_page_works(scene, new_page, lk_url):
    page = new_page(viewport={"width": 800, "height": 900})
    sign_in(page, lk_url, scene.member.email)
    assert page.get_by_text("Рекомендуется ширина экрана").is_visible()
    page.click("nav >> text=Организация")
    page.get_by_role("heading", name="Сведения реестра").wait_for()


@pytest.mark.req("REQ-5.2", "REQ-5.2.b")
def test_without_javascript_an_explanation_stands_in_place_of_the_door(live_site, new_page, lk_url):
    page = new_page(java_script_enabled=False)
    page.goto(f"{lk_url}/login/")
    assert page.get_by_role("heading", name="Включите JavaScript").is_visible()
    assert not page.locator("[name=auth-password]").is_visible()
    assert page.locator("button[data-needs-browser]").is_disabled()


@pytest.mark.req("REQ-5.2", "REQ-5.2.a")
def test_without_cookies_an_explanation_comes_before_the_password(live_site, new_page, lk_url):
    page = new_page()
    page.add_init_script("Object.defineProperty(Document.prototype, 'cookie', {get: () => '', set: () => {}})")
    page.goto(f"{lk_url}/login/")
    assert page.get_by_text("Включите cookies.").is_visible()
    assert page.locator("button[data-needs-browser]").is_disabled()


@pytest.mark.req("REQ-5.1")
def test_an_old_browser_is_told_so(live_site, new_page, lk_url):
    page = new_page()
    page.add_init_script("delete window.fetch")
    page.goto(f"{lk_url}/login/")
    assert page.get_by_text("Браузер устарел.").is_visible()


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
