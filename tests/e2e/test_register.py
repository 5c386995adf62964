"""The public register in a browser: on a phone, by keyboard, with htmx and without JavaScript."""

from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.e2e.browsing import follow
from tests.factories.registry import MemberFactory
from tests.factories.rights import give_level, give_right


@pytest.fixture
def register(site_url):
    """The address of a register with a member that has everything and one that has nothing."""
    member = MemberFactory(short_name="ООО «Ёлочный монтаж»", registration_number="0902", address_region="Учебный край")
    give_right(member)
    give_level(member, "vv", 2, 500_000)
    MemberFactory(short_name="АО «Тестмост»", registration_number="0903")
    return f"{site_url}/reestr/"


@pytest.mark.req("REQ-L.5")
def test_register_is_searched_as_one_types_and_the_address_can_be_shared(new_page, register, axe):
    page = new_page(viewport={"width": 360, "height": 740})
    page.goto(register)
    page.get_by_label("Наименование, ИНН").fill("елочного")
    page.get_by_role("link", name="АО «Тестмост»").wait_for(state="detached")
    expect(page).to_have_url(f"{register}?q={quote('елочного')}")
    page.get_by_text("Фильтры").click()
    page.get_by_label("Регион").select_option("Учебный край")
    page.get_by_text("Регион: Учебный край").wait_for()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    follow(page.get_by_role("link", name="ООО «Ёлочный монтаж»"))
    expect(page).to_have_url(f"{register}0902/")


def test_register_works_without_javascript(new_page, register):
    page = new_page(java_script_enabled=False)
    page.goto(register)
    page.get_by_text("Фильтры").click()
    page.get_by_label("Уровень по КФ возмещения вреда").select_option("2")
    follow(page.locator(".register-form").get_by_role("button", name="Найти"))
    expect(page).to_have_url(f"{register}?vv=2")
    expect(page.get_by_role("link", name="Ёлочный монтаж")).to_be_visible()
    follow(page.get_by_role("link", name="Сбросить всё"))
    expect(page).to_have_url(register)
