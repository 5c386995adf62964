"""Asking for a link."""

from django import forms

DAYS = [(1, "1 день"), (3, "3 дня"), (7, "7 дней"), (14, "14 дней"), (30, "30 дней")]


class DraftLinkForm(forms.Form):
    """For how long, and for whom."""

    days = forms.TypedChoiceField(label="Сколько действует", choices=DAYS, coerce=int, initial=7)
    note = forms.CharField(label="Кому", max_length=200, required=False, help_text="Для себя: кому дана ссылка.")
