"""What pages cost the database when nothing is remembered at all: no page, no part, no frame, no boundary."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.core.models import FooterItem, MainMenuItem, Menus, Organization, SocialLink
from cms.users.groups import EDITORS
from home.news.models import NewsDocument
from home.news.queries import OTHER_NEWS
from home.outages.domain import announce
from home.pages.models import QuickLink
from tests.factories.files import make_document, make_image
from tests.factories.news import make_news
from tests.factories.pages import plain_page
from tests.factories.staff import make_staff


def fill(home, number):
    pages = [plain_page(home, f"page-{i}", title=f"Страница {i}") for i in range(number)]
    menus = Menus.load()
    menus.main_items = [MainMenuItem(title=page.title, page=page) for page in pages]
    menus.footer_items = [FooterItem(title=page.title, page=page) for page in pages]
    menus.policy_page = pages[0]
    menus.save()
    organization = Organization(phone="+7 (000) 000-00-01")
    organization.social_links = [SocialLink(name=f"Сеть {i}", url="https://social.example.com/") for i in range(number)]
    organization.save()
    home.quick_links = [QuickLink(title=page.title, page=page) for page in pages]
    home.save_revision().publish()
    for i in range(number):
        make_news(f"Новость {i}", lead_image=make_image(), lead_image_alt="Стройка")


@pytest.mark.parametrize("number", [1, 5])
def test_home_page_costs_the_same_for_one_and_for_many(prepared_site, cold, number):
    fill(prepared_site, number)
    assert cold("/", 7).count("<img") == number


@pytest.mark.parametrize("number", [1, 5])
def test_plain_page_costs_the_same_for_one_and_for_many(prepared_site, cold, number):
    fill(prepared_site, number)
    about = plain_page(prepared_site, "about")
    for i in range(number):
        plain_page(about, f"below-{i}", title=f"Ниже {i}")
    page = cold("/about/below-0/", 7, again=1)
    assert all(f"Ниже {i}" in page for i in range(number))


@pytest.mark.parametrize("number", [1, 5])
def test_news_costs_the_same_for_one_and_for_many(prepared_site, cold, number):
    fill(prepared_site, number)
    news = make_news("О взносах", lead_image=make_image(), lead_image_alt="Стройка")
    news.tags.add(*(f"Тема {i}" for i in range(number)))
    news.related_documents = [NewsDocument(document=make_document(title=f"Файл {i}")) for i in range(number)]
    news.save_revision().publish()
    page = cold(news.url, 8)
    places = [page.index(f"{word} {i}<") for word in ("Файл", "Тема") for i in range(number)]
    assert places == sorted(places)
    assert page.count("<img") == 1 + min(number, OTHER_NEWS)


def test_a_restriction_elsewhere_costs_only_the_question_whom_this_page_is_for(prepared_site, cold):
    fill(prepared_site, 2)
    PageViewRestriction.objects.create(page=plain_page(prepared_site, "own"), restriction_type="login")
    cold("/", 7 + 2, again=2)


def test_an_announced_outage_costs_one_more_for_its_messages(prepared_site, cold):
    fill(prepared_site, 2)
    starts_at = timezone.now() + timedelta(hours=1)
    facts = {"title": "Работы", "text": "<p>Обновляем.</p>", "kind": "planned", "effect": "degraded"}
    period = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)}
    announce(actor=make_staff(EDITORS), services=["site"], **facts, **period)
    assert "outage-banner" in cold("/", 7 + 1)
