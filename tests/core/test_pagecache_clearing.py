"""Whatever is done to the site, the next visitor sees it: the same minute, no clock helping."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.core import pagecache
from cms.core.models import FooterItem, MainMenuItem, Menus, Organization, SocialLink
from cms.core.tasks import publish_scheduled
from home.news.models import NewsPage
from home.pages.models import PlainPage
from tests.factories.news import make_news
from tests.factories.pages import plain_page

SCHEDULED = timedelta(seconds=20)
LATER = timedelta(seconds=30)


@pytest.fixture
def clock():
    """The clock stands still until it is moved."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


@pytest.fixture(params=["kept", "parts"])
def is_kept(request, settings):
    """Whether whole pages are kept, or only parts of them are remembered."""
    settings.PAGE_CACHE_SECONDS = 600 if request.param == "kept" else 0
    return request.param == "kept"


@pytest.fixture
def change(request, clock, prepared_site):
    """What is done, what visitors saw on the home page, what they see after it.

    There are two sections in the menu, a piece of news, one that will appear and one that will go.
    """
    menus = Menus.load()
    sections = [plain_page(prepared_site, slug, title=slug.title()) for slug in ("pervyy", "vtoroy")]
    menus.main_items = [MainMenuItem(title=page.title, page=page) for page in sections]
    menus.save()
    make_news("Обычная новость", slug="obychnaya")
    make_news("Новость до срока", slug="do-sroka", expire_at=timezone.now() + SCHEDULED)
    coming = make_news("Новость со срока", slug="so-sroka")
    coming.unpublish()
    coming.go_live_at = timezone.now() + SCHEDULED
    coming.save_revision().publish()
    return request.param


def first():
    return PlainPage.objects.get(slug="pervyy")


def move():
    first().move(PlainPage.objects.get(slug="vtoroy"), pos="last-child")


def change_slug():
    page = first()
    page.slug = "inoy"
    page.save_revision().publish()


def change_news():
    page = NewsPage.objects.get(slug="obychnaya")
    page.title = "Исправленная новость"
    page.save_revision().publish()


def change_menu():
    menus = Menus.load()
    menus.main_items = [MainMenuItem(title="Реестр", url="/reestr/")]
    menus.footer_items = [FooterItem(title="Закон", url="https://law.example.com/")]
    menus.save()


def change_organization():
    organization = Organization(phone="+7 (000) 000-00-09")
    organization.social_links = [SocialLink(name="Наша страница", url="https://social.example.com/")]
    organization.save()


def restrict():
    PageViewRestriction.objects.create(page=first(), restriction_type=PageViewRestriction.LOGIN)


CHANGES = {
    "move": (move, ['href="/pervyy/"'], ['href="/vtoroy/pervyy/"']),
    "slug": (change_slug, ['href="/pervyy/"'], ['href="/inoy/"']),
    "delete": (lambda: first().delete(), ['href="/pervyy/"', "Pervyy"], []),
    "unpublish": (lambda: first().unpublish(), ['href="/pervyy/"'], []),
    "restrict": (restrict, ['href="/pervyy/"'], []),
    "delete news": (lambda: NewsPage.objects.get(slug="obychnaya").delete(), ["Обычная новость</a>"], []),
    "publish news": (change_news, ["Обычная новость</a>"], ["Исправленная новость</a>"]),
    "schedule": (publish_scheduled, ["Новость до срока"], ["Новость со срока"]),
    "menu": (change_menu, ['href="/pervyy/"'], ['href="/reestr/"', 'href="https://law.example.com/"']),
    "organization": (change_organization, [], ['href="tel:+70000000009"', "Наша страница"]),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES, indirect=True)
def test_next_visitor_sees_it(change, is_kept, clock, site_client, django_capture_on_commit_callbacks):
    act, gone, come = change
    response = site_client.get("/")
    key = pagecache.page_key(response.wsgi_request.environ)
    assert (key is not None and cache.get(key) is not None) is is_kept
    before = response.content.decode()
    assert all(words in before for words in gone)
    assert not any(words in before for words in come)

    clock.shift(LATER)
    assert site_client.get("/").content.decode() == before
    with django_capture_on_commit_callbacks(execute=True):
        act()

    after = site_client.get("/").content.decode()
    assert not any(words in after for words in gone)
    assert all(words in after for words in come)
