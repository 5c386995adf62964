"""Forms of the shell."""

from django import forms

from lk_addon.cabinet.departments import choices
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


class HandleFeedbackForm(forms.Form):
    """What came of a remark."""

    outcome = forms.ChoiceField(label="Итог", choices=Feedback.Outcome)
    answer = forms.CharField(
        label="Что сделано",
        required=False,
        max_length=2000,
        help_text="Только для сотрудников.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class PassFeedbackForm(forms.Form):
    """Who answers for what a remark is about."""

    department = forms.ChoiceField(label="Какому отделу", choices=choices)


class SwitchOffForm(forms.ModelForm):
    """Why a service is switched off, until when, and what members are told."""

    class Meta:
        model = ServiceSwitch
        fields = ["reason", "message", "until", "hidden"]
        widgets = {"until": DayInput, "message": forms.Textarea(attrs={"rows": 3})}
