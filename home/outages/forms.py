"""What the editor fills in: the page's form in the admin and the short form «Объявить перерыв»."""

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

from home.outages import services

NO_SERVICE = "Отметьте хотя бы один сервис."
END_BEFORE_START = "Окончание должно быть позже начала."
PLANNED_IN_THE_PAST = "Плановые работы нельзя объявить задним числом. Укажите время в будущем или выберите вид «Сбой»."


class ServicesField(forms.MultipleChoiceField):
    """Check boxes for the services on the registry."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", "Затронутые сервисы")
        kwargs.setdefault("error_messages", {"required": NO_SERVICE})
        super().__init__(choices=services.choices, widget=forms.CheckboxSelectMultiple, **kwargs)


def check_window(form, *, start_is_new):
    """Add errors to ``form`` when its window makes no sense; ``start_is_new`` when the start was just chosen."""
    starts_at, ends_at = form.cleaned_data.get("starts_at"), form.cleaned_data.get("ends_at")
    if not starts_at:
        return
    if ends_at and ends_at <= starts_at:
        form.add_error("ends_at", END_BEFORE_START)
    if start_is_new and form.cleaned_data.get("kind") == "planned" and starts_at < timezone.now():
        form.add_error("starts_at", PLANNED_IN_THE_PAST)


def window_text(starts_at, ends_at):
    """Say a window in words, in Moscow time."""
    start = date_format(timezone.localtime(starts_at), "j E Y, H:i")
    if not ends_at:
        return f"с {start}, время окончания не определено"
    return f"с {start} до {date_format(timezone.localtime(ends_at), 'j E Y, H:i')}"


class OutageNoticeForm(WagtailAdminPageForm):
    """The page form: checks the window and tells readers when it was moved."""

    services = ServicesField()

    def clean(self):
        """Refuse a window that ends before it starts, and planned work announced after it began."""
        cleaned_data = super().clean()
        check_window(self, start_is_new="starts_at" in self.changed_data)
        return cleaned_data

    def save(self, commit=True):
        """Put a message about the move among the updates when a published window was changed."""
        notice = super().save(commit=False)
        published = type(notice).objects.live().filter(pk=notice.pk).first() if notice.pk else None
        if published is not None:
            self._tell_move(notice, published)
        if commit:
            notice.save()
        return notice

    def _tell_move(self, notice, published):
        before = (published.starts_at, published.ends_at)
        text = f"Время изменено. Прежнее время: {window_text(*before)} (МСК)."
        told = [update for update in notice.updates.all() if update.text == text]
        if before == (notice.starts_at, notice.ends_at):
            notice.updates.remove(*[update for update in told if update.pk is None])
        elif not told:
            notice.updates.add(notice.updates.model(text=text))


class OutageTemplateForm(WagtailAdminModelForm):
    """A prepared notice; services may be left open."""

    services = ServicesField(required=False)
