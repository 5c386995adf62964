"""Russian has three forms of the plural; every counted word of ours has the right one (domain.md §15)."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from lk_addon.cabinet.templatetags.cabinet_tags import days_left
from lk_addon.registry.models import LegalTerm

COUNTS = st.integers(min_value=0, max_value=10_000)


def form_of(count):
    """0 for «один», 1 for «два», 2 for «пять»: the rule of Russian grammar, told apart from gettext's."""
    tens, ones = count % 100, count % 10
    if 11 <= tens <= 14 or ones == 0 or ones >= 5:
        return 2
    return 0 if ones == 1 else 1


@pytest.mark.parametrize(("count", "form"), [(1, 0), (3, 1), (5, 2), (11, 2), (21, 0), (112, 2), (1004, 1), (0, 2)])
def test_the_rule_is_that_of_grammar(count, form):
    assert form_of(count) == form


@given(COUNTS)
def test_days_left_are_counted_in_russian(count):
    words = ("день", "дня", "дней")[form_of(count)]
    for sign, said in ((1, f"через {count}\u00a0{words}"), (-1, f"{count}\u00a0{words} назад")):
        near = {0: "сегодня", 1: "завтра", -1: "вчера"}.get(sign * count)
        assert days_left(timezone.localdate() + timedelta(days=sign * count)) == (near or said)


@given(COUNTS)
def test_terms_of_law_are_counted_in_russian(count):
    words = "рабочего дня" if form_of(count) == 0 else "рабочих дней"
    assert LegalTerm(working_days=count).within == f"в течение {count} {words}"
