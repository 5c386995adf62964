"""Sums of money as Russian readers write them; the sums themselves are Decimal everywhere."""

from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils.formats import number_format

register = template.Library()

NBSP = "\u00a0"
MINUS = "\u2212"
KOPECK = Decimal("0.01")
#: Sizes that have a name, each with how it is shortened.
SIZES = ((Decimal(10**9), "млрд"), (Decimal(10**6), "млн"), (Decimal(10**3), "тыс."))


@register.filter
def rubles(amount):
    """Write ``amount`` to the kopeck: «12 345,67 ₽», no-break spaces, a true minus. None stays empty."""
    if amount is None or amount == "":
        return ""
    return _with_sign(amount, _to_kopeck(abs(amount)), "₽")


@register.filter
def rubles_short(amount):
    """Write ``amount`` in its largest unit, at most two decimals: «90 млн ₽», «2,5 млн ₽», «100 тыс. ₽».

    It rounds, and so is for limits and labels of a chart, never for an account. None stays empty.
    """
    if amount is None or amount == "":
        return ""
    for size, name in SIZES:
        count = _rounded(Decimal(abs(amount)) / size)
        if count >= 1:
            text = number_format(count, force_grouping=True)
            return _with_sign(amount, text.rstrip("0").rstrip(",") if "," in text else text, name, "₽")
    return rubles(amount)


@register.filter
def magnitude(amount):
    """Return ``amount`` without its sign, for words that say the sign themselves: «переплата»."""
    return abs(amount)


def _rounded(amount):
    return Decimal(amount).quantize(KOPECK, rounding=ROUND_HALF_UP)


def _to_kopeck(amount):
    return number_format(_rounded(amount), decimal_pos=2, force_grouping=True)


def _with_sign(amount, *parts):
    sign = MINUS if _rounded(amount) < 0 else ""
    return sign + NBSP.join(parts)
