"""Forms of the register's staff screens."""

from django import forms
from django.utils import timezone
from wagtail.admin.widgets import AdminDateInput

from lk_addon.registry.models import Member


class ExclusionForm(forms.Form):
    """The end of a membership and the decision behind it."""

    terminated_at = forms.DateField(
        label="Дата прекращения членства",
        initial=timezone.localdate,
        widget=AdminDateInput,
        help_text="Будущая дата закроет кабинет в этот день, прошедшая или сегодняшняя — сразу.",
    )
    ground = forms.ChoiceField(label="Основание", choices=Member.Ground)
    document = forms.CharField(
        label="Документ", max_length=300, help_text="Например: протокол Совета № 12 от 03.03.2026."
    )
