"""Every kind of public page in a browser: on each width without sideways scroll, in each look without barriers."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.utils import timezone
from playwright.sync_api import expect

from home.news.models import NewsDocument
from home.outages.domain import announce
from home.pages.demo import bring_pages
from home.pages.models import PlainPage
from tests.factories import regulations as make
from tests.factories.files import make_document, make_image
from tests.factories.news import make_news
from tests.factories.pages import plain_page
from tests.factories.registry import MemberFactory
from tests.factories.rights import give_level, give_right

WIDTHS = (360, 1024, 1280, 1920)
LARGE = "3.black.wide.off"  # the cookie of the largest letters, white on black
#: The width at which axe looks, the colours that the visitor's system asks for, and the cookie of the look.
LIGHT, DARK, LOW_VISION = (1280, "light", ""), (360, "dark", ""), (1024, "light", LARGE)
#: Address, status, heading.
PAGES = [
    ("/", 200, "Союз строителей"),
    ("/o-sro/organy/", 200, "Органы управления"),
    ("/novosti/", 200, "Новости"),
    ("/novosti/itogi/", 200, "Итоги собрания"),
    ("/dokumenty/", 200, "Регламенты и документы"),
    ("/dokumenty/masterskaya/", 200, "Порядок работы мастерской"),
    ("/dokumenty/masterskaya/izmeneniya/{past}/{present}/", 200, "Что изменилось"),
    ("/preryvy/", 200, "Перерывы в работе"),
    ("/preryvy/{outage}/", 200, "Замена сервера"),
    ("/poisk/", 200, "Поиск"),
    ("/poisk/?q=мастерская", 200, "Поиск"),
    ("/poisk/?q=марсоход", 200, "Поиск"),
    ("/reestr/", 200, "Реестр членов"),
    ("/reestr/0902/", 200, "ООО «Ёлочный монтаж»"),
    ("/lichnyy-kabinet/", 200, "Личный кабинет"),
    ("/net-takoy-stranitsy/", 404, "Такой страницы нет"),
    ("/o-sro/oshibka/400/", 400, "не понял запрос"),
    ("/o-sro/oshibka/403/", 403, "нет доступа"),
    ("/o-sro/oshibka/500/", 500, "произошла ошибка"),
]
FAILURES = {"400": SuspiciousOperation("плохо"), "403": PermissionDenied(), "500": RuntimeError("сломалось")}


@pytest.fixture
def addresses(site_url, monkeypatch):
    """A site with something of every kind on it. Returns the pages of PAGES with their whole addresses."""
    bring_pages()
    news = make_news("Итоги собрания", slug="itogi", lead_image=make_image(), lead_image_alt="Зал собрания")
    news.tags.add("Собрания")
    NewsDocument.objects.create(page=news, document=make_document("Протокол"))
    news.save_revision().publish()
    workshop = make.regulation()
    past = make.edition(workshop, days=-100, text=make.TEXT.replace("чистым", "вовремя"))
    present = make.edition(workshop, days=-10, number=2)
    make.edition(workshop, days=10, number=3, text=make.TEXT.replace("чистым", "сухим"))
    member = MemberFactory(short_name="ООО «Ёлочный монтаж»", registration_number="0902")
    give_right(member)
    give_level(member, "vv", 2, 500_000)
    coming = outage("Замена сервера", starts_at=timezone.now() + timedelta(hours=30))
    outage("Сбой поиска", starts_at=timezone.now() - timedelta(hours=1), kind="unplanned", ends_at=None)
    break_some_pages(monkeypatch)
    names = {"past": past.slug, "present": present.slug, "outage": coming.slug}
    return [(site_url + path.format(**names), status, heading) for path, status, heading in PAGES]


def outage(title, *, starts_at, **fields):
    facts = {
        "text": "<p>Меняем сервер.</p>",
        "kind": "planned",
        "effect": "degraded",
        "services": ["site"],
        "ends_at": starts_at + timedelta(hours=2),
    }
    return announce(actor=None, title=title, starts_at=starts_at, **facts | fields)


def break_some_pages(monkeypatch):
    """Let the pages named in FAILURES fail while they are served, as a fault in a page's own code would."""
    serve = PlainPage.serve
    broken = plain_page(PlainPage.objects.get(slug="o-sro"), "oshibka")
    for name in FAILURES:
        plain_page(broken, name)

    def fail(page, request, *args, **kwargs):
        if page.slug in FAILURES:
            raise FAILURES[page.slug]
        return serve(page, request, *args, **kwargs)

    monkeypatch.setattr(PlainPage, "serve", fail)


def check(page, axe, address, status, heading):
    """Open the page in every look; that it fits matters where letters are of different sizes."""
    for width, colours, look in (LIGHT, DARK, LOW_VISION):
        page.context.clear_cookies(name="vid")
        if look:
            page.context.add_cookies([{"name": "vid", "value": look, "url": address}])
        page.emulate_media(color_scheme=colours)
        page.set_viewport_size({"width": width, "height": 800})
        assert page.goto(address).status == status
        expect(page.get_by_role("heading", level=1)).to_contain_text(heading, use_inner_text=True)
        axe(page, look_only=(width, colours, look) != LIGHT)
        if colours == "light":
            check_widths(page)


def check_widths(page):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        shown, needed = page.evaluate("[innerWidth, document.documentElement.scrollWidth]")
        assert shown == width
        assert needed <= width, f"{page.url} needs {needed} pixels of {width}"


@pytest.mark.req("REQ-6.2")
def test_every_kind_of_page_fits_each_width_and_has_no_barriers(page, addresses, axe):
    for address in addresses:
        check(page, axe, *address)
    home = addresses[0][0]
    outage("Переезд", starts_at=timezone.now() - timedelta(minutes=1), effect="suspended")
    check(page, axe, home, 503, "Переезд")
