"""Search in a browser without JavaScript."""

from playwright.sync_api import expect

from tests.e2e.browsing import follow
from tests.factories.news import make_news


def test_search_works_without_javascript_and_leads_to_the_page(new_page, site_url):
    make_news("Итоги собрания", slug="itogi")
    page = new_page(java_script_enabled=False)
    page.goto(site_url + "/poisk/")

    page.get_by_label("Что найти").fill("итог собраний")
    follow(page.get_by_label("Что найти"), key="Enter")
    follow(page.get_by_role("link", name="Итоги собрания").first)

    expect(page.get_by_role("heading", level=1)).to_have_text("Итоги собрания")
