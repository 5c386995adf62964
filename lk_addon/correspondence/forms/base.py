"""The envelope that every submission has (регламент п. 3.2; who signs is named in the letter itself, п. 3.2.1)."""

from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.formats import localize

from lk_addon.cabinet.widgets import DayInput


class Item(NamedTuple):
    """Something that files are put to: an entry of an inspection's list, a kind of document of a specialist."""

    code: str  # what DraftFile.item and Attachment.item keep
    label: str
    is_wanted: bool = True
    note: str = ""  # what the SRO remarked, why it is asked


class SubmissionForm(forms.Form):
    """Fields that stand in every letter of a member; a kind's own form adds its fields between ``own_fields``.

    It is made with ``member``, the entry it is written for, and ``terms``, the
    :class:`~lk_addon.correspondence.models.KindTerms` of the day. A draft is kept as it was typed; only sending
    asks for :meth:`is_valid`.
    """

    #: Fields that go to columns of the letter; all others go to its ``fields``.
    ENVELOPE = (
        "subject",
        "text",
        "outgoing_no",
        "outgoing_date",
        "signatory_name",
        "signatory_position",
        "signatory_basis",
    )

    #: Whether the member writes the subject; otherwise it is what :meth:`subject_line` says.
    HAS_SUBJECT = True
    #: Whether files may be enclosed without being put to one of :meth:`items`.
    HAS_LOOSE_FILES = True

    subject = forms.CharField(label="Тема", max_length=300)
    text = forms.CharField(label="Текст", max_length=20_000, widget=forms.Textarea({"rows": 8}), required=False)
    outgoing_no = forms.CharField(
        label="Ваш исходящий №", max_length=50, required=False, help_text="Если письмо зарегистрировано у вас."
    )
    outgoing_date = forms.DateField(label="Дата", widget=DayInput, required=False)
    signatory_name = forms.CharField(
        label="Кто подписал",
        max_length=300,
        help_text="Фамилия, имя и отчество полностью: с ними сверяется сертификат подписи (п. 3.2.1 регламента).",
    )
    signatory_position = forms.CharField(label="Должность", max_length=200)
    signatory_basis = forms.CharField(
        label="На основании", max_length=300, help_text="Устав, доверенность или МЧД с номером и датой."
    )

    def __init__(self, *args, member, terms, **kwargs):
        self.member, self.terms = member, terms
        kwargs["initial"] = self.prefilled() | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        if not self.HAS_SUBJECT:
            del self.fields["subject"]
        if not terms.is_signature_required:
            for name in ("signatory_name", "signatory_position", "signatory_basis"):
                self.fields[name].required = False

    def prefilled(self):
        """Return what the register already knows: the head as signatory. A kind's form adds its own."""
        head = next(iter(self.member.current_heads()), None)
        if head is None:
            return {}
        return {"signatory_name": head.full_name, "signatory_position": head.position, "signatory_basis": "Устав"}

    def items(self):
        """Return the :class:`Item` rows that files may be put to; none where files are just enclosed."""
        return []

    def subject_line(self):
        """Return the subject of a kind that has none of its own, from what was filled in; empty: the kind's title."""
        return ""

    def clean_outgoing_date(self):
        """Refuse a day to come."""
        day = self.cleaned_data["outgoing_date"]
        if day and day > timezone.localdate():
            raise ValidationError("Письмо не может быть датировано будущим числом.")
        return day

    def show_typed(self, typed):
        """Show what was typed before, as it was typed and without judging it; ``typed`` is a QueryDict.

        A kind whose form holds more than its own fields extends this.
        """
        for name, field in self.fields.items():
            key = self.add_prefix(name)
            if not field.widget.value_omitted_from_data(typed, {}, key):
                self.initial[name] = field.widget.value_from_datadict(typed, {}, key)

    def chosen(self, name):
        """Return what is chosen in the field ``name`` as text, before it is judged; empty where nothing is."""
        value = self.data.get(self.add_prefix(name)) if self.is_bound else self.initial.get(name)
        return str(getattr(value, "pk", value) or "")

    @property
    def own_fields(self):
        """The fields of the kind itself, as a page shows them."""
        return [field for field in self if field.name not in self.ENVELOPE]

    @property
    def event_on(self):
        """The day of the event from which the member's own term is counted; None where the kind has none."""
        return self.cleaned_data.get("event_on")

    def envelope(self):
        """Return the cleaned values that go to columns of the letter, empty ones left out."""
        values = {name: value for name in self.ENVELOPE if (value := self.cleaned_data.get(name))}
        return values if self.HAS_SUBJECT else values | {"subject": self.subject_line()[:300]}

    def stored(self):
        """Return the cleaned values of the kind's own fields as JSON keeps them: rows by their keys."""
        return {name: _key(value) for name, value in self.cleaned_data.items() if name not in self.ENVELOPE}

    def shown(self):
        """Return what was filled in as pairs of label and text, as the sender saw it."""
        pairs = []
        for name in self.fields:
            value = self.cleaned_data.get(name)
            if name not in self.ENVELOPE and value not in (None, "", [], ()):
                pairs.append([str(self.fields[name].label), self._words(name, value)])
        return pairs

    def _words(self, name, value):
        field = self.fields[name]
        if isinstance(field, forms.ModelMultipleChoiceField):
            return "; ".join(map(str, value))
        if isinstance(field, forms.MultipleChoiceField):
            return "; ".join(str(dict(field.choices)[one]) for one in value)
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            return str(dict(field.choices).get(value, value))
        if isinstance(value, bool):
            return "да" if value else "нет"
        return str(value) if isinstance(value, Model) else str(localize(value))


def _key(value):
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, str | bytes):
        return value
    if hasattr(value, "__iter__"):
        return [_key(one) for one in value]
    return value
