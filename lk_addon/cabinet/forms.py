"""Forms of the shell."""

from django import forms

from lk_addon.cabinet.models import Feedback, ServiceSwitch
from lk_addon.cabinet.widgets import DayInput


class FeedbackForm(forms.ModelForm):
    """A remark, and the page it is about."""

    class Meta:
        model = Feedback
        fields = ["page", "text"]
        labels = {"page": "О какой странице", "text": "Предложение или замечание"}
        help_texts = {"page": "Название или адрес; можно оставить пустым."}
        widgets = {"text": forms.Textarea(attrs={"rows": 7})}


class SwitchOffForm(forms.ModelForm):
    """Why a service is switched off, until when, and what members are told."""

    class Meta:
        model = ServiceSwitch
        fields = ["reason", "message", "until", "hidden"]
        widgets = {"until": DayInput, "message": forms.Textarea(attrs={"rows": 3})}
