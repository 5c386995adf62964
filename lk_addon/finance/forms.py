"""Forms of the accounting department."""

from django import forms
from django.utils import timezone
from wagtail.admin.widgets import AdminDateInput


class ReversalForm(forms.Form):
    """When a line is taken back, and why."""

    date = forms.DateField(label="Дата сторно", initial=timezone.localdate, widget=AdminDateInput)
    reason = forms.CharField(
        label="Причина", max_length=500, help_text="Её увидит член СРО, например: «начислено дважды»."
    )
