"""Letters of guarantee and other letters: what is promised and by which day (REQ-3.2.2.N11)."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from lk_addon.cabinet.widgets import DayInput
from lk_addon.correspondence.forms.base import SubmissionForm

GUARANTEE, OTHER = "guarantee", "other"
FARTHEST = timedelta(days=10 * 365)


class LetterForm(SubmissionForm):
    """A letter; one of guarantee names its obligation and the day."""

    letter_kind = forms.ChoiceField(
        label="Какое это письмо",
        choices=[(GUARANTEE, "гарантийное: с обязательством и сроком"), (OTHER, "другое письмо")],
        initial=GUARANTEE,
        widget=forms.RadioSelect,
    )
    obligation = forms.CharField(
        label="Обязательство",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        required=False,
        help_text="Что организация обязуется сделать. Например: погасить задолженность по членским взносам.",
    )
    due_on = forms.DateField(
        label="Исполнить до",
        widget=DayInput,
        required=False,
        help_text="Срок появится в вашем календаре; СРО и кабинет напомнят о нём заранее.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(["subject", "letter_kind", "obligation", "due_on", "text"])

    def clean_due_on(self):
        """Refuse a day that has passed, and one that nobody can mean."""
        day = self.cleaned_data["due_on"]
        today = timezone.localdate()
        if day and day < today:
            raise ValidationError("Срок исполнения уже прошёл.")
        if day and day > today + FARTHEST:
            raise ValidationError("Срок слишком далёк. Проверьте год.")
        return day

    def clean(self):
        """Want the obligation and its day of a letter of guarantee; another letter has neither."""
        cleaned = super().clean()
        if cleaned.get("letter_kind") == OTHER:
            cleaned["obligation"], cleaned["due_on"] = "", None
            return cleaned
        if not cleaned.get("obligation") and "obligation" not in self.errors:
            self.add_error("obligation", "Напишите, что организация обязуется сделать.")
        if not cleaned.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", "Укажите, до какого дня обязательство будет исполнено.")
        return cleaned
