"""«Заказать выписку»: what for, how it is given, by when (REQ-3.1.R6, REQ-3.2.2.N1)."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from lk_addon.cabinet.widgets import DayInput
from lk_addon.correspondence.forms.base import SubmissionForm

#: Where anybody gets the extract of the unified register, signed by the national association (ГрК ст. 55.17).
UNIFIED_REGISTER = "https://reestr.nostroy.ru/"
CABINET, EMAIL, PAPER = "cabinet", "email", "paper"
OURS, UNIFIED = "ours", "unified"
MOST_COPIES = 20


class ExtractForm(SubmissionForm):
    """The order of an extract."""

    HAS_SUBJECT = False
    unified_register = UNIFIED_REGISTER

    document = forms.ChoiceField(
        label="Что нужно",
        choices=[
            (OURS, "сведения из реестра членов СРО (справочно)"),
            (UNIFIED, "выписка из единого реестра национального объединения"),
        ],
        initial=OURS,
        widget=forms.RadioSelect,
    )
    purpose = forms.CharField(
        label="Для чего", max_length=300, help_text="Например: для участия в закупке, для банка, для заказчика."
    )
    delivery = forms.ChoiceField(
        label="Как передать",
        choices=[(CABINET, "в личный кабинет"), (EMAIL, "на почту организации"), (PAPER, "на бумаге")],
        initial=CABINET,
        widget=forms.RadioSelect,
    )
    copies = forms.IntegerField(
        label="Экземпляров на бумаге",
        min_value=1,
        max_value=MOST_COPIES,
        required=False,
        help_text="Только для бумаги.",
    )
    wanted_by = forms.DateField(label="Нужна к дате", widget=DayInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = "Примечание"
        self.fields["text"].widget.attrs["rows"] = 3
        self.order_fields(["document", "purpose", "delivery", "copies", "wanted_by", "text"])

    def clean_wanted_by(self):
        """Refuse a day that has passed."""
        day = self.cleaned_data["wanted_by"]
        if day and day < timezone.localdate():
            raise ValidationError("Этот день уже прошёл.")
        return day

    def clean(self):
        """Want what the way of delivery needs: the number of copies, or the organisation's own address."""
        cleaned = super().clean()
        delivery = cleaned.get("delivery")
        if delivery == PAPER and not cleaned.get("copies") and "copies" not in self.errors:
            self.add_error("copies", "Укажите, сколько экземпляров нужно.")
        if delivery != PAPER:
            cleaned["copies"] = None
        if delivery == EMAIL and not self.member.email:
            self.add_error(
                "delivery",
                "В реестре нет почты организации. Получите документ в кабинете или подайте «Изменения в реестр».",
            )
        return cleaned

    def subject_line(self):
        """Say what is ordered and what for."""
        name = "Сведения из реестра" if self.cleaned_data["document"] == OURS else "Выписка из единого реестра"
        return f"{name}: {self.cleaned_data['purpose']}"
