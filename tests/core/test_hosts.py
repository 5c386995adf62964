"""Two hosts, one process: nothing of one is seen on the other."""

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect


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


@pytest.mark.django_db
@pytest.mark.req("REQ-1.1.c")
def test_paths_of_one_host_are_unknown_to_the_other(site_client, lk_client, prepared_site):
    for path in ("/admin/", "/novosti/", "/dokumenty/", "/sitemap.xml", "/documents/1/x.pdf"):
        assert lk_client.get(path).status_code == 404, path
    for path in ("/login/", "/organization/", "/activate/x/", "/security/", "/feedback/", "/access-help/"):
        assert site_client.get(path).status_code == 404, path


@pytest.mark.django_db
def test_prepared_site_has_its_home_page(site_client, prepared_site):
    assert "Содружество строителей" in site_client.get("/").content.decode()


def test_redirect_of_the_site_leads_nobody_on_the_cabinet_host(prepared_site, site_client, lk_client):
    Redirect.objects.create(old_path="/staryy-adres", redirect_link="/novosti/")
    assert site_client.get("/staryy-adres/")["Location"] == "/novosti/"
    assert lk_client.get("/staryy-adres/").status_code == 404
