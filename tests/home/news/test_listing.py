"""The list of news as a visitor sees it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from home.news.models import NewsIndexPage, NewsPage, NewsTag
from home.news.queries import PAGE_SIZE
from tests.factories.files import make_image
from tests.factories.news import make_news

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(prepared_site, settings):
    settings.PAGE_CACHE_SECONDS = 0


def body(response):
    assert response.status_code == 200
    return response.content.decode()


def test_newest_by_date_comes_first_whatever_was_published_last(site_client):
    make_news("Свежее событие")
    make_news("Давнее событие", days_ago=30)

    page = body(site_client.get("/novosti/"))

    assert page.index("Свежее событие") < page.index("Давнее событие")


def test_twenty_on_a_page_and_the_rest_on_the_next(site_client):
    for number in range(21):
        make_news(f"Запись {number:02}", days_ago=number)

    first, second = body(site_client.get("/novosti/")), body(site_client.get("/novosti/?page=2"))

    assert "Запись 19" in first
    assert "Запись 20" not in first
    assert "Запись 20" in second


def test_no_such_page_is_404(site_client):
    for page in ("0", "99", "abc", "-1"):
        assert site_client.get("/novosti/", {"page": page}).status_code == 404, page


def test_draft_private_and_expired_news_is_nowhere(site_client, prepared_site):
    make_news("Секретный черновик").unpublish()
    private = make_news("Только для своих")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)

    for address in ("/novosti/", f"/novosti/{timezone.localdate().year}/", "/novosti/feed.xml", "/novosti/rss.xml"):
        text = site_client.get(address).content.decode()
        assert "Секретный черновик" not in text
        assert "Только для своих" not in text


def test_tag_narrows_the_list(site_client):
    tagged = make_news("О взносах")
    tagged.tags.add("Взносы")
    tagged.save_revision().publish()
    make_news("О собрании")

    page = body(site_client.get("/novosti/", {"tag": NewsTag.objects.get().slug}))

    assert "О взносах" in page
    assert "О собрании" not in page
    assert site_client.get("/novosti/?tag=net-takoy").status_code == 404


def test_archive_of_a_year_goes_by_moscow_time(site_client):
    make_news("Под бой курантов", date=datetime(2024, 12, 31, 21, 30, tzinfo=UTC))
    make_news("Позже")

    assert "Под бой курантов" in body(site_client.get("/novosti/2025/"))
    assert "/novosti/2025/" in body(site_client.get("/novosti/"))
    assert site_client.get("/novosti/2024/").status_code == 404


def test_empty_list_says_so(site_client):
    assert "Новостей пока нет" in body(site_client.get("/novosti/"))


@pytest.mark.parametrize("count", [1, 200])
def test_listing_costs_the_same_for_one_and_for_many(cold, count):
    for number in range(min(count, PAGE_SIZE)):
        make_news(f"Запись {number}", lead_image=make_image(), lead_image_alt="Стройка").tags.add("Тема")
    index = NewsIndexPage.objects.get()
    for number in range(PAGE_SIZE, count):
        old = {"title": f"Давнее {number}", "slug": f"old-{number}", "summary": "Кратко.", "date": days_ago(number)}
        index.add_child(instance=NewsPage(**old))
    assert NewsPage.objects.count() == count
    assert cold("/novosti/", 9).count("<img") == min(count, PAGE_SIZE)


def test_number_of_entries_is_that_of_the_choice(site_client):
    NewsTag.objects.create(name="Без новостей", slug="empty")
    for number in range(PAGE_SIZE + 1):
        news = make_news(f"Запись {number:02}", days_ago=number)
        news.tags.add("Взносы", "Сборы")
        news.save_revision().publish()
    make_news("О собрании", date=datetime(2024, 3, 1, tzinfo=UTC))
    slug = NewsTag.objects.get(name="Взносы").slug

    assert "О собрании" in body(site_client.get("/novosti/?page=2"))
    assert site_client.get(f"/novosti/?tag={slug}").context["items"].paginator.count == PAGE_SIZE + 1
    assert site_client.get("/novosti/2024/").context["items"].paginator.count == 1
    assert site_client.get("/novosti/").context["items"].paginator.count == PAGE_SIZE + 2
    assert "Новостей пока нет" in body(site_client.get("/novosti/?tag=empty"))


def days_ago(number):
    return timezone.now() - timedelta(days=number)
