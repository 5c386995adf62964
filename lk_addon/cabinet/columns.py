"""Columns of the cabinet's tables that django-tables2 has not: shown in Russian form, exported as values."""

import django_tables2 as tables
from django.utils.formats import date_format
from django.utils.html import format_html

from lk_addon.cabinet.templatetags.money import rubles


class DayColumn(tables.Column):
    """A date or a moment, shown as its day."""

    def __init__(self, *args, attrs=None, **kwargs):
        super().__init__(*args, attrs={"td": {"class": "cab-day"}} | (attrs or {}), **kwargs)

    def render(self, value):
        """Return «22.11.2026» with the day for machines."""
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), date_format(value, "d.m.Y"))

    def value(self, value):
        """Return the date itself."""
        return value


class MoneyColumn(tables.Column):
    """A sum in roubles, to the right; exported as a number."""

    def __init__(self, *args, attrs=None, **kwargs):
        cells = {"th": {"class": "cab-amount"}, "td": {"class": "cab-amount num"}, "tf": {"class": "cab-amount num"}}
        super().__init__(*args, attrs=cells | (attrs or {}), **kwargs)

    def render(self, value):
        """Return «12 345,67 ₽»."""
        return rubles(value)

    def value(self, value):
        """Return the sum itself."""
        return value
