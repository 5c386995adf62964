"""A regulation in a browser: links to clauses, copying them, paper, a phone, no JavaScript."""

import io
import re

import pytest
from pdfminer.high_level import extract_text
from playwright.sync_api import expect

from tests.e2e.browsing import follow
from tests.factories import regulations as make

FIRST = "Порядок действует для всех посетителей мастерской."
KEYS = "Ключи от шкафов дежурный выдаёт под расписку."
LONG = (
    f"1. Общие правила\n\n1.1. {FIRST}\n\n2. Инструмент\n\n"
    + "\n\n".join(f"2.{number}. " + f"Правило номер {number} читают до начала работы. " * 8 for number in range(1, 31))
    + "\n\n2.30.1. Вот что берут с собой:\n• перчатки;\n▪ плотные."
)


@pytest.fixture
def address(site_url):
    workshop = make.regulation()
    make.edition(workshop, days=-100, number=1, text=LONG.replace("читают", "узнают"))
    make.edition(workshop, days=-10, number=2, text=LONG)
    make.edition(workshop, days=10, number=3, text=LONG.replace("2.30.1. ", "2.31. ").replace(FIRST, KEYS))
    return f"{site_url}/dokumenty/masterskaya/"


@pytest.mark.req("REQ-7.2")
@pytest.mark.parametrize("javascript", [True, False])
def test_a_link_to_a_clause_scrolls_to_it_and_marks_it(new_page, address, javascript):
    page = new_page(java_script_enabled=javascript, reduced_motion="reduce")
    page.goto(f"{address}#p-2.25")
    clause = page.locator("[id='p-2.25']")
    other = page.locator("[id='p-2.24']")
    ground = "element => getComputedStyle(element).backgroundColor"
    expect(clause).to_be_in_viewport()
    expect(clause).not_to_have_css("background-color", other.evaluate(ground))


def test_the_button_copies_the_address_of_the_clause(new_page, address):
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(address)
    page.get_by_role("button", name="Скопировать ссылку на пункт 2.5", exact=True).click()
    page.get_by_text("Ссылка на пункт 2.5 скопирована").wait_for(state="attached")
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}#p-2.5"


def test_without_javascript_the_number_is_the_link(new_page, address):
    page = new_page(java_script_enabled=False, reduced_motion="reduce")
    page.goto(address)
    expect(page.get_by_role("button", name="Скопировать")).to_have_count(0)
    page.get_by_role("link", name="Пункт 2.5.", exact=True).press("Enter")
    page.wait_for_url(f"{address}#p-2.5")


def test_two_editions_are_chosen_and_compared_without_javascript(new_page, address):
    page = new_page(java_script_enabled=False)
    page.goto(address)
    page.get_by_label("Прежняя").select_option(index=2)
    page.get_by_label("Новая").select_option(index=0)
    follow(page.get_by_role("button", name="Показать изменения"))
    expect(page).to_have_url(re.compile("/izmeneniya/"))
    expect(page.locator("del", has_text="узнают")).to_have_count(30 * 8)
    expect(page.get_by_text("был пункт 2.30.1")).to_be_visible()


@pytest.mark.req("REQ-7.2")
def test_paper_has_the_text_and_not_the_menus(page, address):
    page.goto(address)
    text = extract_text(io.BytesIO(page.pdf()))
    assert "Правило номер 30" in text
    assert "перчатки" in text
    assert "Сравнить редакции" not in text
