"""What search engines are given."""

from xml.etree import ElementTree

import pytest
from django.conf import settings
from wagtail.models import PageViewRestriction

from tests.factories.news import make_news

pytestmark = pytest.mark.django_db
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_sitemap_has_visible_pages_only_with_absolute_addresses_and_dates(site_client, prepared_site):
    make_news("Видимая", slug="vidimaya")
    make_news("Черновик", slug="chernovik").unpublish()
    PageViewRestriction.objects.create(page=make_news("Закрытая", slug="zakrytaya"), restriction_type="login")

    response = site_client.get("/sitemap.xml")
    urls = ElementTree.fromstring(response.content).findall(f"{NAMESPACE}url")
    dates = {url.find(f"{NAMESPACE}loc").text: url.find(f"{NAMESPACE}lastmod") for url in urls}

    assert response["Content-Type"].startswith("application/xml")
    assert dates.keys() >= {f"{settings.SITE_URL}{path}" for path in ("/", "/novosti/", "/novosti/vidimaya/")}
    assert all(date is not None for date in dates.values())
    assert not {f"{settings.SITE_URL}/novosti/{slug}/" for slug in ("chernovik", "zakrytaya")} & dates.keys()
    assert f"{settings.SITE_URL}/poisk/" not in dates


def test_robots_names_the_sitemap_and_closes_admin_and_search(site_client):
    lines = site_client.get("/robots.txt").content.decode().splitlines()

    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in lines
    assert {"Disallow: /admin/", "Disallow: /poisk/"} <= set(lines)


@pytest.mark.parametrize("path", ["/robots.txt", "/sitemap.xml"])
def test_they_are_of_the_public_host_only(lk_client, path):
    assert lk_client.get(path).status_code == 404
