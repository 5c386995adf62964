"""What a member asks to change in the register, put on paper: field by field, what was and what is to be."""

from django import forms
from django.utils import timezone
from django.utils.html import format_html

from lk_addon.cabinet.widgets import DayInput
from lk_addon.registry.entry import ChangedField, head_words
from lk_addon.registry.models import Member

CHANGEABLE = ("full_name", "short_name", "ogrn", "kpp", "address", "activity_address", "phones", "email", "website")
SKIPPED = {Member.Type.IP: {"kpp"}}


class StatementForm(forms.Form):
    """The day of the event, the document, and a new value for whatever changed."""

    event_on = forms.DateField(
        label="Дата события",
        widget=DayInput,
        help_text="Когда произошло то, что меняет сведения. От неё считается срок сообщения.",
    )
    document = forms.CharField(
        label="Чем подтверждается",
        max_length=300,
        help_text="Например: лист записи ЕГРЮЛ от 03.03.2026. Копию приложите к заявлению.",
    )
    head = forms.CharField(
        label="Руководитель",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="",
    )

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        skipped = SKIPPED.get(member.member_type, {"activity_address"})
        self.present = {}
        for name in CHANGEABLE:
            if name not in skipped:
                self.present[name] = getattr(member, name)
                scheme = {"assume_scheme": "https"} if name == "website" else {}
                self.fields[name] = Member._meta.get_field(name).formfield(required=False, initial="", **scheme)
        self.present["head"] = "; ".join(map(head_words, member.current_heads()))
        for name, value in self.present.items():
            # Django takes a help text for markup: a name in it must not become any.
            self.fields[name].help_text = format_html("Сейчас в реестре: {}", value or "не указано")
        self.order_fields(["event_on", "document", *[name for name in CHANGEABLE if name in self.fields], "head"])

    def clean_event_on(self):
        """Refuse an event to come: the register tells what is."""
        day = self.cleaned_data["event_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Сообщают о событии, которое уже произошло.")
        return day

    def clean(self):
        """Want at least one new value."""
        cleaned = super().clean()
        if not self.errors and not self.changes:
            raise forms.ValidationError("Укажите новое значение хотя бы одного сведения.")
        return cleaned

    @property
    def changes(self):
        """The parts that are to change, as :class:`~lk_addon.registry.entry.ChangedField`."""
        return [
            ChangedField(self.fields[name].label, old or "не указано", self.cleaned_data[name])
            for name, old in self.present.items()
            if self.cleaned_data.get(name) and self.cleaned_data[name] != old
        ]
