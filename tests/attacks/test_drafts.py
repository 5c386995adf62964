"""A word that stands in drafts alone is nowhere: not in a page, a list, the search, a feed, the map, the interface."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.http import urlencode

from home.outages.models import OutageIndexPage, OutageNotice
from home.pages.models import HomePage
from home.regulations.models import Edition
from tests.factories.files import make_document
from tests.factories.news import make_news
from tests.factories.pages import plain_page
from tests.factories.regulations import edition, regulation
from tests.lk_addon.test_no_personal_data import texts_of

pytestmark = [pytest.mark.django_db, pytest.mark.needs_addon]

CANARY = "канарейка"
LINK = re.compile(r'(?:href|src)="(/[^"#]*)|<loc>https?://[^/]+([^<]*)|<link[^>]*href="https?://[^/]+(/[^"]*)')
BEYOND = ("/static/", "/admin/", "/vid/", "/api/v1/schema", "/api/v1/docs")
START = ["/", "/sitemap.xml", "/robots.txt", "/poisk/", "/novosti/feed.xml", "/dokumenty/feed.xml", "/api/v1/register/"]


@pytest.fixture
def drafts(prepared_site):
    """Pages of every kind that never were public, and public ones whose next text is not: all say the word."""
    home = HomePage.objects.get()
    begins = timezone.now() + timedelta(days=1)
    outage = {"starts_at": begins, "ends_at": begins + timedelta(hours=1), "kind": "planned", "effect": "suspended"}
    outage |= {"services": ["site"], "text": "<p>Работы</p>"}
    index = OutageIndexPage.objects.get()
    public = [
        (make_news("Новость"), "summary"),
        (plain_page(home, "o-soyuze"), "title"),
        (index.add_child(instance=OutageNotice(title="Работы", slug="raboty", **outage)), "title"),
    ]
    hidden = [
        make_news(f"Новость: {CANARY}", summary=CANARY),
        plain_page(home, "skoro", title=f"Скоро {CANARY}", show_in_menus=True),
        index.add_child(instance=OutageNotice(title=f"Работы {CANARY}", slug="raboty-2", **outage)),
    ]
    for page, field in public:
        page.save_revision().publish()
        setattr(page, field, f"Скоро {CANARY}")
        page.save_revision()
    for page in hidden:
        page.unpublish()
    rules = regulation(slug="pravila", title="Правила")
    edition(rules, days=-3)
    edition(rules, days=30, number=2, text=f"1. ПРАВИЛО\n1.1. Здесь {CANARY}.", live=False)
    make_document(CANARY)  # no page leads to it
    return [*hidden, *Edition.objects.filter(live=False)]


def text_of(answer):
    """What a reader sees of it, also inside a PDF."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return "\n".join(texts_of(content, answer.get("Content-Type", "")))


def walk(client):
    """Open everything that can be reached from the start. Yields address, answer, text."""
    wanted, seen = list(START), set(START)
    while wanted:
        address = wanted.pop()
        answer = client.get(address)
        text = text_of(answer)
        yield address, answer, text
        for found in LINK.findall(text):
            link = "".join(found).replace("&amp;", "&")
            if link not in seen and not link.startswith(BEYOND):
                seen.add(link)
                wanted.append(link)


def test_no_page_that_can_be_reached_says_what_a_draft_says(site_client, drafts):
    opened = {}
    for address, answer, text in walk(site_client):
        assert answer.status_code < 500, address
        assert CANARY not in text.lower(), address
        opened[address] = answer.status_code
    assert opened["/novosti/"] == opened["/o-soyuze/"] == opened["/dokumenty/pravila/"] == 200
    assert len(opened) > 25


@pytest.mark.parametrize("kind", ["", "news", "documents", "pages"])
def test_search_and_its_suggestions_do_not_know_the_word(site_client, drafts, kind):
    for typed in (CANARY, CANARY[:5], f"скоро {CANARY}"):
        page = text_of(site_client.get("/poisk/?" + urlencode({"q": typed, "kind": kind})))
        without_what_was_typed = page.replace(typed, "")
        assert CANARY not in without_what_was_typed.lower()
        assert 'class="entry-title"' not in page


def test_a_hidden_page_is_not_found_at_its_own_address(site_client, drafts):
    assert len(drafts) == 4
    for page in drafts:
        answer = site_client.get(page.get_url(), follow=True)
        assert CANARY not in text_of(answer).lower()
        assert answer.status_code == 404 or isinstance(page, Edition)  # an edition leads to the one in force
