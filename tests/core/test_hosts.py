"""Two hosts, one process: nothing of one is seen on the other."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLResolver, get_resolver, is_valid_path
from django.utils.regex_helper import normalize
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page


def test_unknown_host_is_refused_before_any_view():
    assert Client(headers={"host": "evil.example.com"}).get("/healthz").status_code == 421


@pytest.mark.parametrize("host", ["np-ss.localhost.", "NP-SS.localhost:80@evil", "", "lk.np-ss.localhost.evil"])
def test_malformed_host_is_refused(host):
    assert Client(headers={"host": host}).get("/healthz").status_code in (400, 421)


@pytest.mark.django_db
def test_health_is_on_both_hosts(site_client, lk_client):
    for client in (site_client, lk_client):
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").json() == {"database": "ok", "cache": "ok", "broker": "ok", "storage": "ok"}


def addresses(urlconf):
    """Return an address for each pattern of the URLconf, whoever made it: ours, Wagtail's, other libraries'."""

    def patterns(resolver, before=""):
        for pattern in resolver.url_patterns:
            route = before + pattern.pattern.regex.pattern.removeprefix("^").replace(r"\Z", "$")
            yield from patterns(pattern, route) if isinstance(pattern, URLResolver) else [route]

    return {address for pattern in patterns(get_resolver(urlconf)) if (address := example(pattern, urlconf))}


def example(pattern, urlconf):
    """Return an address that the URLconf resolves and that ``pattern`` matches, if plain values make one."""
    for template, names in normalize(pattern):
        for value in ("1", "x", "2026-01-01"):
            address = f"/{template % dict.fromkeys(names, value)}"
            if is_valid_path(address, urlconf):
                return address
    return None


@pytest.mark.needs_addon
@pytest.mark.django_db
@pytest.mark.req("REQ-1.1.c")
def test_paths_of_one_host_are_unknown_to_the_other(site_client, lk_client, prepared_site):
    both = addresses("cms.core.urls") | {"/"}
    public, cabinet = addresses(settings.ROOT_URLCONF) - both, addresses(settings.LK_URLCONF) - both
    assert {"/admin/", "/sitemap.xml", "/documents/1/1"} <= public
    assert {"/login/", "/organization/", "/activate/1/", "/access-help/"} <= cabinet
    assert len(public) > 400
    assert len(cabinet) > 60
    pages = set(Page.objects.live().filter(depth__gt=2).values_list("url_path", flat=True))
    public |= {f"/{path.split('/', 2)[2]}" for path in pages}
    assert {"/novosti/", "/dokumenty/"} <= public
    for client, foreign in ((lk_client, public), (site_client, cabinet)):
        assert {address for address in foreign if client.get(address).status_code != 404} == set()


@pytest.mark.django_db
def test_prepared_site_has_its_home_page(site_client, prepared_site):
    assert "Содружество строителей" in site_client.get("/").content.decode()


def test_redirect_of_the_site_leads_nobody_on_the_cabinet_host(prepared_site, site_client, lk_client):
    Redirect.objects.create(old_path="/staryy-adres", redirect_link="/novosti/")
    assert site_client.get("/staryy-adres/")["Location"] == "/novosti/"
    assert lk_client.get("/staryy-adres/").status_code == 404
