"""«Запросить бухгалтерские документы»: which, for what days, how they are given (REQ-3.1.R7, REQ-3.2.2.N9)."""

from django import forms
from django.utils import timezone

from lk_addon.cabinet.widgets import DayInput
from lk_addon.correspondence.forms.base import SubmissionForm
from lk_addon.finance.queries import state_on

INVOICE, RECONCILIATION, NO_DEBT, FEE_DECISION, SERVICES, OTHER = (
    "invoice",
    "reconciliation",
    "no_debt",
    "fee_decision",
    "services",
    "other",
)
#: Fees are no sale: invoices for VAT and acts of rendered services are for paid services alone (domain of the SRO).
DOCUMENTS = {
    INVOICE: "счёт на оплату",
    RECONCILIATION: "акт сверки взаимных расчётов",
    NO_DEBT: "справка об отсутствии задолженности",
    FEE_DECISION: "копия решения о размере взносов",
    SERVICES: "акт или УПД по платной услуге (семинар, обучение)",
    OTHER: "другой документ",
}
CABINET, EDO, PAPER = "cabinet", "edo", "paper"
PERIOD = ("period_start", "period_end")


class AccountingForm(SubmissionForm):
    """The document that is asked for."""

    HAS_SUBJECT = False

    document = forms.ChoiceField(label="Какой документ", choices=list(DOCUMENTS.items()), widget=forms.RadioSelect)
    period_start = forms.DateField(label="За период с", widget=DayInput, required=False)
    period_end = forms.DateField(
        label="по", widget=DayInput, required=False, help_text="Для акта сверки период обязателен."
    )
    delivery = forms.ChoiceField(
        label="Как передать",
        choices=[(CABINET, "в личный кабинет"), (EDO, "через оператора ЭДО"), (PAPER, "на бумаге")],
        initial=CABINET,
        widget=forms.RadioSelect,
    )
    edo_operator = forms.CharField(
        label="Оператор ЭДО и идентификатор участника", max_length=200, required=False, help_text="Только для ЭДО."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.state = state_on(self.member)
        self.fields["text"].label = "Примечание"
        self.fields["text"].widget.attrs["rows"] = 3
        self.order_fields(["document", *PERIOD, "delivery", "edo_operator", "text"])

    def clean(self):
        """Want what the document and the way of delivery need."""
        cleaned = super().clean()
        document = cleaned.get("document")
        self._clean_period(cleaned, document)
        if cleaned.get("delivery") != EDO:
            cleaned["edo_operator"] = ""
        elif not cleaned.get("edo_operator") and "edo_operator" not in self.errors:
            self.add_error("edo_operator", "Укажите оператора и идентификатор: без них документ не дойдёт.")
        if document == OTHER and not cleaned.get("text"):
            self.add_error("text", "Напишите, какой документ нужен.")
        return cleaned

    def _clean_period(self, cleaned, document):
        start, end = (cleaned.get(name) for name in PERIOD)
        for name in PERIOD:
            if not cleaned.get(name) and name not in self.errors and (document == RECONCILIATION or start or end):
                self.add_error(name, "У периода есть и начало, и конец.")
        if start and end and end < start:
            self.add_error("period_end", "Период кончается раньше, чем начался.")
        elif end and document == RECONCILIATION and end > timezone.localdate():
            self.add_error("period_end", "Расчёты сверяют по сегодняшний день, не дальше.")

    def subject_line(self):
        """Name the document."""
        return DOCUMENTS[self.cleaned_data["document"]].capitalize()
