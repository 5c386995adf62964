"""Error pages are ours, Russian, and do not break themselves."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.test import Client, RequestFactory

from cms.core import errors


@pytest.mark.django_db
def test_lost_visitor_of_the_public_site_gets_search_and_sections(prepared_site, site_client):
    answer = site_client.get("/net-takoy-stranitsy/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "Такой страницы нет" in page
    assert page.count('action="/poisk/"') == 2
    assert "noindex" in page


def test_lost_visitor_of_the_cabinet_gets_a_page_that_names_no_other_host_path(lk_client, db):
    answer = lk_client.get("/net-takoy-stranitsy/")
    assert answer.status_code == 404
    assert "/poisk/" not in answer.content.decode()


@pytest.mark.parametrize(
    ("view", "status", "words"),
    [
        (errors.server_error, 500, "На сайте произошла ошибка"),
        (lambda request: errors.bad_request(request, SuspiciousOperation()), 400, "не понял запрос"),
    ],
)
def test_page_needs_no_database_cache_or_manifest(view, status, words, settings):
    settings.STORAGES = {"staticfiles": {"BACKEND": "no.such.Storage"}}
    settings.CACHES = {"default": {"BACKEND": "no.such.Cache"}}
    answer = view(RequestFactory().get("/"))
    page = answer.content.decode()
    assert answer.status_code == status
    assert words in page
    assert "secret" not in page
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_what_is_refused_is_not_explained():
    answer = errors.forbidden(RequestFactory().get("/"), PermissionDenied("secret"))
    page = answer.content.decode()
    assert (answer.status_code, answer["Cache-Control"]) == (403, "no-store")
    assert "нет доступа" in page
    assert "secret" not in page


def test_a_refusal_that_cannot_be_dressed_is_still_answered_in_our_style(prepared_site, monkeypatch):
    def fail():
        raise OperationalError("the database is gone")

    def refuse(self, request):
        raise PermissionDenied

    monkeypatch.setattr("cms.core.errors.frame", fail)
    monkeypatch.setattr("home.pages.models.HomePage.serve", refuse)
    answer = Client(headers={"host": settings.SITE_HOST}, raise_request_exception=False).get("/")
    assert answer.status_code == 500
    assert "На сайте произошла ошибка" in answer.content.decode()


def test_styles_of_error_pages_stand_at_an_address_without_a_hash():
    assert finders.find("core/css/error.css")
    assert "url(" not in Path(finders.find("core/css/error.css")).read_text(encoding="utf-8")


def test_page_that_fails_is_answered_in_our_style(prepared_site, monkeypatch):
    def fail(self, request):
        raise RuntimeError("secret")

    monkeypatch.setattr("home.pages.models.HomePage.serve", fail)
    answer = Client(headers={"host": settings.SITE_HOST}, raise_request_exception=False).get("/")
    assert answer.status_code == 500
    assert "На сайте произошла ошибка" in answer.content.decode()
    assert "secret" not in answer.content.decode()
    assert "style-src 'self'" in answer["Content-Security-Policy"]
