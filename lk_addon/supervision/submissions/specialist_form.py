"""Documents about employees: a specialist's card, new or changed, with files (REQ-3.2.2.N6)."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms import fields_for_model
from django.utils.functional import cached_property

from lk_addon.cabinet.widgets import DayInput
from lk_addon.correspondence.forms.base import Item, SubmissionForm
from lk_addon.supervision.models import Specialist, SpecialistDocument

CARD = (
    "full_name",
    "role",
    "position",
    "employment",
    "order_no",
    "order_date",
    "education",
    "experience_years",
    "nrs_number",
    "nrs_included_at",
    "nok_certificate_no",
    "nok_date",
    "nok_valid_to",
)
DAYS = ("order_date", "nrs_included_at", "nok_date", "nok_valid_to")
CONSENT_NEEDED = (
    "Без согласия специалиста СРО не может принять его документы: получите согласие и отметьте это "
    "(152-ФЗ, ст.\u00a06 и\u00a09)."
)


class SpecialistField(forms.ModelChoiceField):
    """Somebody who works for the member; the choice is seen by the member alone."""

    def label_from_instance(self, specialist):
        """Name him: the row itself names nobody."""
        return f"{specialist.full_name}, {specialist.position or specialist.get_role_display()}"


class SpecialistForm(SubmissionForm):
    """The card as it is to be; staff compare it with the documents before it is entered."""

    HAS_SUBJECT = HAS_LOOSE_FILES = False

    specialist = SpecialistField(
        label="Чьи сведения",
        queryset=Specialist.objects.none(),
        required=False,
        empty_label="новый специалист",
        help_text="Выберите специалиста, если его сведения изменились.",
    )
    consent = forms.BooleanField(
        label="Согласие специалиста на обработку персональных данных и передачу их в СРО получено",
        error_messages={"required": CONSENT_NEEDED},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["specialist"].queryset = Specialist.objects.filter(member=self.member, left_at=None)
        self.fields |= fields_for_model(Specialist, CARD, widgets=dict.fromkeys(DAYS, DayInput))
        self.order_fields(["specialist", *CARD, "consent", *self.ENVELOPE])
        if not self.is_bound and (known := self.known):
            self.initial = {name: getattr(known, name) for name in CARD} | self.initial

    @cached_property
    def known(self):
        """The specialist that is chosen, None for a new one or somebody of another member."""
        chosen = self.chosen("specialist")
        return self.fields["specialist"].queryset.filter(pk=chosen).first() if chosen.isdecimal() else None

    def items(self):
        """Return the kinds of documents."""
        return [Item(kind, label.capitalize(), is_wanted=False) for kind, label in SpecialistDocument.Kind.choices]

    @property
    def work_fields(self):
        """The fields of the card about the work."""
        return [self[name] for name in CARD[: CARD.index("nrs_number")]]

    @property
    def qualification_fields(self):
        """The fields of the card about the national register and qualification."""
        return [self[name] for name in CARD[CARD.index("nrs_number") :]]

    def clean(self):
        """Let the card's own checks look, also at a number of the national register that the member has already."""
        cleaned = super().clean()
        row = cleaned.get("specialist") or Specialist(member=self.member)
        for name in CARD:
            if name in cleaned:
                setattr(row, name, cleaned[name])
        try:
            row.full_clean()
        except ValidationError as error:
            for name, messages in error.error_dict.items():
                if name not in self.errors:
                    self.add_error(name if name in self.fields else None, messages)
        return cleaned

    def subject_line(self):
        """Say what it is about; subjects of letters name no person."""
        row = self.cleaned_data.get("specialist")
        return f"Изменение сведений: {row}" if row else "Новый специалист"


def card_in(letter):
    """Return the card as ``letter`` has it: values of the row's fields by their names."""
    values = {}
    for name in CARD:
        field, kept = Specialist._meta.get_field(name), letter.fields.get(name)
        values[name] = (
            field.to_python(kept) if kept not in (None, "") else ("" if field.empty_strings_allowed else None)
        )
    return values
