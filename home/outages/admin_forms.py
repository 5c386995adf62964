"""The short forms of the staff admin. The page's own form is in ``forms``."""

from django import forms
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.fields import RichTextField

from home.outages.forms import ServicesField, check_window
from home.outages.models import Effect, Kind, OutageUpdate
from home.outages.models.notice import TEXT_FEATURES


class AnnounceForm(forms.Form):
    """Everything that a notice needs, on one screen."""

    title = forms.CharField(label="Заголовок", max_length=255)
    kind = forms.ChoiceField(label="Вид", choices=Kind.choices, widget=forms.RadioSelect, initial=Kind.PLANNED)
    services = ServicesField()
    effect = forms.ChoiceField(
        label="Что происходит с сервисами",
        choices=Effect.choices,
        widget=forms.RadioSelect,
        initial=Effect.SUSPENDED,
        help_text="«Не работают» закрывает отмеченные сервисы на всё время перерыва.",
    )
    starts_at = forms.DateTimeField(label="Начало", widget=AdminDateTimeInput, help_text="Время московское.")
    ends_at = forms.DateTimeField(
        label="Окончание",
        widget=AdminDateTimeInput,
        required=False,
        help_text="Время московское. Оставьте пустым, если время окончания неизвестно.",
    )
    text = RichTextField(features=TEXT_FEATURES).formfield(label="Текст объявления")

    def clean(self):
        """Refuse a window that makes no sense."""
        cleaned_data = super().clean()
        check_window(self, start_is_new=True)
        return cleaned_data


class ConfirmForm(forms.Form):
    """Nothing to fill in: the button is the answer."""


class UpdateForm(forms.Form):
    """One message about the progress."""

    text = forms.CharField(
        label="Сообщение", max_length=OutageUpdate._meta.get_field("text").max_length, widget=forms.Textarea
    )
