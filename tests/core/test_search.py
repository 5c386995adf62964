"""Folding of queries, and the admin's own search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page

from cms.core.search import MAX_QUERY_LENGTH, fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Ёлка", "Елка"),
        ("и\u0306од", "йод"),
        ("«Регламент» №\u00a05", "Регламент 5"),
        ("а\x00б", "а б"),
        ("", ""),
    ],
)
def test_query_is_folded(written, folded):
    assert fold(written) == folded


@given(st.text(max_size=1000))
def test_folding_is_final_and_bounded(text):
    assert fold(fold(text)) == fold(text)
    assert len(fold(text)) <= MAX_QUERY_LENGTH
    assert "\0" not in fold(text)


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["ёлоч", "елоч", "ЕЛОЧНЫЕ"])
def test_editors_find_pages_whatever_way_yo_is_written(prepared_site, query):
    page = prepared_site.add_child(instance=Page(title="Ёлочные базары", slug="bazary"))

    assert list(Page.objects.autocomplete(query)) == [page]


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "\0", "«»"])
def test_empty_query_of_an_editor_shows_everything(prepared_site, query):
    assert len(Page.objects.search(query)) == Page.objects.count()
