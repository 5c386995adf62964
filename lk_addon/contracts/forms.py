"""The calculator of limits."""

from decimal import Decimal

from django import forms

COMPETITIVE, DIRECT = "competitive", "direct"


class CalculatorForm(forms.Form):
    """The price of a contract that somebody thinks of, and how it would be won."""

    price = forms.DecimalField(
        label="Цена договора, ₽",
        min_value=Decimal("0.01"),
        max_digits=18,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "placeholder": "12 500 000,00"}),
    )
    way = forms.ChoiceField(
        label="Способ заключения",
        choices=[(COMPETITIVE, "конкурентный (торги)"), (DIRECT, "без конкурентных процедур")],
    )
