"""Forms of the shell."""

from django import forms

from lk_addon.cabinet.models import Feedback


class FeedbackForm(forms.ModelForm):
    """A remark, and the page it is about."""

    class Meta:
        model = Feedback
        fields = ["page", "text"]
        labels = {"page": "О какой странице", "text": "Предложение или замечание"}
        help_texts = {"page": "Название или адрес; можно оставить пустым."}
        widgets = {"text": forms.Textarea(attrs={"rows": 7})}
