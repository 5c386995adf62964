"""Sums of money in words and figures."""

from decimal import Decimal

import pytest
from django.template import Context, Template
from hypothesis import example, given
from hypothesis import strategies as st

from lk_addon.cabinet.templatetags.money import rubles, rubles_short

SUMS = st.decimals(min_value=-(10**16), max_value=10**16, places=2)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Decimal("12345.67"), "12\u00a0345,67\u00a0₽"),
        (Decimal("-1234567.5"), "\u22121\u00a0234\u00a0567,50\u00a0₽"),
        (Decimal("0.005"), "0,01\u00a0₽"),
        (Decimal("-0.001"), "0,00\u00a0₽"),
        (0, "0,00\u00a0₽"),
        (None, ""),
        ("", ""),
    ],
)
def test_rubles_to_the_kopeck(amount, text):
    assert rubles(amount) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (90_000_000, "90\u00a0млн\u00a0₽"),
        (Decimal(3_000_000_000), "3\u00a0млрд\u00a0₽"),
        (2_500_000, "2,5\u00a0млн\u00a0₽"),
        (100_000, "100\u00a0тыс.\u00a0₽"),
        (Decimal("-1500000"), "\u22121,5\u00a0млн\u00a0₽"),
        (Decimal("999999999.99"), "1\u00a0млрд\u00a0₽"),
        (Decimal("994.5"), "994,50\u00a0₽"),
        (1_000_000_000_000_000, "1\u00a0000\u00a0000\u00a0млрд\u00a0₽"),
        (0, "0,00\u00a0₽"),
        (None, ""),
    ],
)
def test_rubles_in_their_largest_unit(amount, text):
    assert rubles_short(amount) == text


@given(SUMS)
def test_what_is_written_can_be_read_back(amount):
    text = rubles(amount)
    assert text.endswith("\u00a0₽")
    assert Decimal(text.rstrip("₽").replace("\u00a0", "").replace("\u2212", "-").replace(",", ".")) == amount


@given(SUMS)
@example(Decimal(995))  # becomes a thousand
def test_short_form_is_right_to_half_a_percent_and_breaks_nowhere(amount):
    text = rubles_short(amount)
    assert " " not in text
    figures = text.removesuffix("\u00a0₽").split("\u00a0")
    units = {"млрд": 10**9, "млн": 10**6, "тыс.": 10**3}
    size = units[figures.pop()] if figures[-1] in units else 1
    read = Decimal("".join(figures).replace("\u2212", "-").replace(",", ".")) * size
    assert abs(read - amount) <= abs(read) / 200 + Decimal("0.01")


def test_filters_are_there_for_templates():
    html = Template("{% load money %}{{ sum|rubles }} {{ sum|rubles_short }}").render(Context({"sum": 90_000_000}))
    assert html == "90\u00a0000\u00a0000,00\u00a0₽ 90\u00a0млн\u00a0₽"
