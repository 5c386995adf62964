"""The public site's frame in a browser: accessible in every look, by keyboard, on a phone, without JavaScript."""

import pytest
from playwright.sync_api import expect

from home.pages.demo import bring_pages
from tests.e2e.browsing import follow

LOOKS = [("light", ""), ("dark", ""), ("light", "2.black.wide.-"), ("light", "3.beige.-.off")]


@pytest.fixture
def filled_site(site_url):
    bring_pages()
    return site_url


def overlap(one, other):
    """Whether two elements stand in the same place."""
    a, b = one.bounding_box(), other.bounding_box()
    return all(
        a[side] < b[side] + b[size] and b[side] < a[side] + a[size] for side, size in (("x", "width"), ("y", "height"))
    )


def test_head_holds_together_and_shows_its_panel_in_every_look(page, filled_site, axe):
    for colours, look in LOOKS:
        page.context.clear_cookies(name="vid")
        if look:
            page.context.add_cookies([{"name": "vid", "value": look, "url": filled_site}])
        page.emulate_media(color_scheme=colours)
        page.goto(filled_site + "/kontakty/")
        assert not overlap(page.locator(".site-brand .logo-text"), page.locator(".site-search")), (colours, look)
        page.get_by_text("Версия для слабовидящих").click()
        expect(page.get_by_label("очень крупный")).to_be_visible()
        axe(page, look_only=bool(look))


def test_keyboard_skips_to_the_content(page, filled_site):
    page.goto(filled_site + "/kontakty/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Перейти к содержанию")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def test_phone_menu_opens_by_keyboard_and_closes_by_escape(new_page, filled_site, axe):
    page = new_page(viewport={"width": 360, "height": 740})
    page.goto(filled_site)
    menu = page.locator("#site-nav")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Меню").focus()
    page.keyboard.press("Enter")
    menu.get_by_role("link", name="Контакты").wait_for()
    axe(page)
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()


def test_site_works_without_javascript(new_page, filled_site):
    page = new_page(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page.goto(filled_site)
    page.get_by_role("button", name="Меню").click()
    follow(page.locator("#site-nav").get_by_role("link", name="Вступить в СРО"))
    page.get_by_text("Можно ли перейти из другой организации?").click()
    expect(page.get_by_text("Подайте заявление о выходе")).to_be_visible()


def test_look_is_chosen_without_javascript_and_remembered(new_page, filled_site):
    page = new_page(java_script_enabled=False)
    page.goto(filled_site + "/kontakty/")
    page.get_by_text("Версия для слабовидящих").click()
    page.get_by_label("очень крупный").check()
    page.get_by_label("белым по чёрному").check()
    follow(page.get_by_role("button", name="Применить"))
    expect(page).to_have_url(filled_site + "/kontakty/")
    later = page.context.new_page()
    later.goto(filled_site)
    root = later.locator("html")
    expect(root).to_have_attribute("data-size", "3")
    expect(root).to_have_attribute("data-contrast", "black")
    later.get_by_text("Версия для слабовидящих").click()
    follow(later.get_by_role("button", name="Обычная версия"))
    expect(later.locator("html:not([data-size])")).to_be_attached()


def test_pages_load_one_family_from_our_own_host(page, filled_site):
    page.goto(filled_site)
    page.evaluate("document.fonts.ready")
    assert "Golos Text" in page.evaluate("getComputedStyle(document.body).fontFamily")
    assert page.evaluate("document.fonts.check('16px \"Golos Text\"', 'Ёлка')")
