"""What pages cost the database when they are rendered anew, the frame being known."""

import pytest

from cms.core.models import MainMenuItem, Menus, Organization
from home.pages.models import QuickLink
from tests.factories.files import make_image
from tests.factories.news import make_news
from tests.factories.pages import plain_page


@pytest.fixture(autouse=True)
def _site(prepared_site, settings):
    settings.PAGE_CACHE_SECONDS = 0


def fill(home, number):
    pages = [plain_page(home, f"page-{i}", title=f"Страница {i}") for i in range(number)]
    menus = Menus.load()
    menus.main_items = [MainMenuItem(title=page.title, page=page) for page in pages]
    menus.save()
    Organization.objects.create(phone="+7 (000) 000-00-01")
    home.quick_links = [QuickLink(title=page.title, page=page) for page in pages]
    home.save_revision().publish()
    for i in range(number):
        make_news(f"Новость {i}", lead_image=make_image(), lead_image_alt="Стройка")


@pytest.mark.parametrize("number", [1, 5])
def test_home_page_costs_the_same_for_one_and_for_many(
    prepared_site, site_client, forget_pages, django_assert_num_queries, number
):
    fill(prepared_site, number)
    site_client.get("/")  # makes the renditions
    forget_pages()
    with django_assert_num_queries(5):
        page = site_client.get("/").content.decode()
    assert page.count("<img") == number
    with django_assert_num_queries(0):
        assert site_client.get("/").content.decode() == page


@pytest.mark.parametrize("number", [1, 5])
def test_plain_page_costs_the_same_for_one_and_for_many(
    prepared_site, site_client, forget_pages, django_assert_num_queries, number
):
    fill(prepared_site, number)
    about = plain_page(prepared_site, "about")
    for i in range(number):
        plain_page(about, f"below-{i}")
    forget_pages()
    with django_assert_num_queries(5):
        site_client.get("/about/below-0/")
    with django_assert_num_queries(1):
        site_client.get("/about/below-0/")
