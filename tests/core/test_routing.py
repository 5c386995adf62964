"""Addresses lead where Wagtail would lead them, with fewer questions to the database."""

import pytest
from django.http import Http404
from wagtail.models import Page, PageViewRestriction

from cms.core.routing import DEEPEST
from home.pages.models import HomePage, PlainPage


@pytest.fixture
def tree(prepared_site):
    """A page below a page below the home page."""
    upper = prepared_site.add_child(instance=PlainPage(title="Верхняя", slug="verhnyaya"))
    return upper, upper.add_child(instance=PlainPage(title="Нижняя", slug="nizhnyaya"))


def wagtails_answer(home, rf, path):
    """Walk the tree as an untouched root page does."""
    try:
        page, args, kwargs = Page.route(home, rf.get("/"), path.strip("/").split("/"))
    except Http404:
        return None
    return page, [getattr(arg, "__name__", arg) for arg in args], kwargs


def our_answer(home, rf, path):
    try:
        page, args, kwargs = home.route(rf.get("/"), path.strip("/").split("/"))
    except Http404:
        return None
    return page, [getattr(arg, "__name__", arg) for arg in args], kwargs


@pytest.mark.parametrize(
    "path",
    [
        "/verhnyaya/",
        "/verhnyaya/nizhnyaya/",
        "/verhnyaya/nizhnyaya/net/",
        "/nizhnyaya/",
        "/novosti/",
        "/novosti/feed.xml",
        "/novosti/net/",
        "/preryvy/status.json",
        "/dokumenty/",
        "/dokumenty/net/2026-01-01/",
        "/net/",
        "/verhnyaya/../novosti/",
    ],
)
def test_same_page_as_wagtail(tree, prepared_site, rf, path):
    home = HomePage.objects.get()
    assert our_answer(home, rf, path) == wagtails_answer(home, rf, path)


def test_page_below_a_hidden_one_is_found_and_a_hidden_one_is_not(
    tree, site_client, django_capture_on_commit_callbacks
):
    upper, lower = tree
    with django_capture_on_commit_callbacks(execute=True):
        upper.unpublish()
    assert site_client.get("/verhnyaya/").status_code == 404
    assert site_client.get("/verhnyaya/nizhnyaya/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        lower.unpublish()
    assert site_client.get("/verhnyaya/nizhnyaya/").status_code == 404


def test_very_deep_address_is_not_found(prepared_site, site_client):
    assert site_client.get("/a" * (DEEPEST + 1) + "/").status_code == 404
    assert site_client.get("/a" * 2000 + "/").status_code == 404


def test_depth_costs_no_queries(tree, prepared_site, rf, django_assert_num_queries):
    home = HomePage.objects.get()
    for path in (["verhnyaya"], ["verhnyaya", "nizhnyaya"]):
        with django_assert_num_queries(2):
            home.route(rf.get("/"), path)


def test_first_restriction_of_the_site_closes_its_page_at_once(tree, site_client, django_capture_on_commit_callbacks):
    upper, _lower = tree
    assert site_client.get("/verhnyaya/nizhnyaya/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=upper, restriction_type=PageViewRestriction.LOGIN)
    assert site_client.get("/verhnyaya/nizhnyaya/").status_code in (302, 404)


def test_moved_root_is_noticed(prepared_site, site_client, django_capture_on_commit_callbacks):
    assert site_client.get("/").status_code == 200
    prepared_site.title = "Другое имя"
    with django_capture_on_commit_callbacks(execute=True):
        prepared_site.save_revision().publish()
    assert "Другое имя" in site_client.get("/").content.decode()
