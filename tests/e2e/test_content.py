"""News and search in a browser: no barrier that axe can see, at each width."""

import pytest

from tests.e2e.browsing import follow
from tests.factories.files import make_document, make_image
from tests.factories.news import make_news

WIDTHS = (360, 1280)


@pytest.fixture
def news(live_site):
    """A piece of news with everything that one can have."""
    from home.news.models import NewsDocument

    page = make_news("Итоги собрания", slug="itogi", lead_image=make_image(), lead_image_alt="Зал собрания")
    page.tags.add("Собрания")
    NewsDocument.objects.create(page=page, document=make_document("Протокол"))
    page.save_revision().publish()
    make_news("Другое собрание", slug="drugoe")
    return page


@pytest.mark.usefixtures("news")
@pytest.mark.parametrize("width", WIDTHS)
def test_pages_have_no_barriers_and_no_sideways_scroll(new_page, site_url, axe, width):
    page = new_page(viewport={"width": width, "height": 800})

    for path in ("/novosti/", "/novosti/itogi/", "/poisk/", "/poisk/?q=собрание", "/poisk/?q=марсоход"):
        assert page.goto(site_url + path).status == 200
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_search_works_without_javascript_and_leads_to_the_page(new_page, site_url, news):
    page = new_page(java_script_enabled=False)
    page.goto(site_url + "/poisk/")

    page.get_by_label("Что найти").fill("итог собраний")
    follow(page.get_by_label("Что найти"), key="Enter")
    follow(page.get_by_role("link", name="Итоги собрания").first)

    assert page.get_by_role("heading", level=1).inner_text() == "Итоги собрания"
