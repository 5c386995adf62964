"""What members send of contracts: a question, or an event with its documents (REQ-3.1.R2, REQ-3.2.2.N5)."""

from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import fields_for_model
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property

from lk_addon.cabinet.widgets import DayInput
from lk_addon.contracts.domain.events import NEW_CONTRACT, ContractEvent, Event
from lk_addon.contracts.limits import odo_use
from lk_addon.contracts.models import Contract
from lk_addon.correspondence.deadlines import member_due
from lk_addon.correspondence.forms.base import SubmissionForm
from lk_addon.correspondence.forms.fields import MoneyField, PastDayField
from lk_addon.correspondence.models import SubmissionKind
from lk_addon.correspondence.unavailability import days_late, member_term

QUESTION = "question"
TOLD_BY = "odo_docs"  # the kind whose terms say how soon an event is told
#: Under which field of the form an error of the contract's own checks is shown.
SHOWN_AT = {"price": "amount", "date": "event_on", NON_FIELD_ERRORS: None}
DAYS = {"start": DayInput, "end": DayInput}


class ContractEventForm(SubmissionForm):
    """An event of a contract of the journal, or a new contract. The journal changes only when staff enter it."""

    HAS_SUBJECT = False
    EVENTS = Event.choices

    event = forms.ChoiceField(label="Что произошло", choices=())
    contract = forms.ModelChoiceField(
        label="Договор",
        queryset=Contract.objects.none(),
        required=False,
        empty_label="нового договора ещё нет в журнале",
    )
    event_on = PastDayField(
        label="Дата события",
        help_text="День подписания договора, соглашения или акта; день исполнения или расторжения.",
    )
    document_no = forms.CharField(label="№ соглашения или акта", max_length=50, required=False)
    amount = MoneyField(
        label="Сумма, ₽",
        required=False,
        help_text="Цена нового договора, новая цена по соглашению или сумма акта.",
    )
    new_end = forms.DateField(label="Новое окончание работ", widget=DayInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["event"].choices = self.EVENTS
        self.fields["contract"].queryset = Contract.objects.filter(member=self.member, closed_on=None)
        for name, field in fields_for_model(Contract, NEW_CONTRACT, widgets=DAYS).items():
            field.required = False  # the contract's own checks ask for what it needs
            self.fields[name] = field
        asks = reverse("correspondence:member_term", urlconf=settings.LK_URLCONF, args=[TOLD_BY])
        self.fields["event_on"].widget.attrs |= {"hx-get": asks, "hx-trigger": "change", "hx-target": "#member-term"}
        self.fields["customer_kind"].label = "Кто заказчик"
        if not self.is_bound and self.initial.get("contract"):
            self.initial["event"] = kwargs["initial"].get("event", Event.AMENDED.value)
        self.order_fields([*self.own_names, *self.ENVELOPE])

    @property
    def own_names(self):
        """The names of the kind's own fields in their order."""
        return ["event", "contract", "event_on", "document_no", "amount", "new_end", *NEW_CONTRACT]

    @property
    def new_contract_fields(self):
        """The fields that are asked of a new contract alone."""
        return [self[name] for name in NEW_CONTRACT]

    @cached_property
    def use(self):
        """The use of the limit of КФ ОДО today."""
        return odo_use(self.member)

    def clean(self):
        """Ask for what the event needs, and let the journal's own checks look at a new contract."""
        cleaned = super().clean()
        event = cleaned.get("event")
        if event == Event.CONCLUDED:
            self._check_new(cleaned)
        else:
            for name in NEW_CONTRACT:
                cleaned.pop(name, None)
            if event and event != QUESTION:
                self._check_known(cleaned, event)
        return cleaned

    def _check_new(self, cleaned):
        if cleaned.get("contract"):
            self.add_error("contract", "Этот договор уже в журнале. Для нового договора оставьте поле пустым.")
        if cleaned.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", "Укажите цену договора.")
        for name in ("document_no", "new_end"):
            cleaned.pop(name, None)
        if "event_on" in self.errors or "amount" in self.errors:
            return
        try:
            self.new_contract().full_clean()
        except ValidationError as error:
            for name, messages in error.error_dict.items():
                shown_at = SHOWN_AT.get(name, name)
                if shown_at not in self.errors:
                    self.add_error(shown_at, messages)

    def _check_known(self, cleaned, event):
        contract, day = cleaned.get("contract"), cleaned.get("event_on")
        if contract is None:
            if "contract" not in self.errors:
                self.add_error("contract", "Выберите договор из журнала. О новом договоре сообщите отдельно.")
        elif day and day < contract.date:
            self.add_error("event_on", f"Это раньше самого договора: он заключён {contract.date:%d.%m.%Y}.")
        if event in (Event.AMENDED, Event.ACCEPTED) and not cleaned.get("document_no"):
            self.add_error("document_no", "Укажите номер.")
        if event == Event.ACCEPTED and cleaned.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", "Укажите сумму акта.")
        if event == Event.AMENDED and not (cleaned.get("amount") or cleaned.get("new_end")):
            self.add_error("amount", "Укажите новую цену или новое окончание работ.")
        unused = {Event.AMENDED: (), Event.ACCEPTED: ("new_end",)}
        for name in unused.get(event, ("document_no", "amount", "new_end")):
            cleaned.pop(name, None)

    def new_contract(self):
        """Return the unsaved contract that the form tells of."""
        values = {name: self.cleaned_data[name] for name in NEW_CONTRACT if self.cleaned_data.get(name)}
        return Contract(
            member=self.member, date=self.cleaned_data["event_on"], price=self.cleaned_data["amount"], **values
        )

    @cached_property
    def event_terms(self):
        """The terms of telling of an event: those of its documents, also where it is told in a request."""
        return SubmissionKind.objects.get(code=TOLD_BY).terms()

    @property
    def due(self):
        """Until when the member has to tell of the event that is typed; None while it has no day."""
        try:
            day = self.fields["event_on"].to_python(self.chosen("event_on"))
        except ValidationError:
            return None
        return member_due(self.event_terms, day)

    @property
    def days_late(self):
        """By how many working days that has passed."""
        return days_late(self.due)

    def subject_line(self):
        """Name the event and the contract."""
        contract = self.cleaned_data.get("contract") or (
            self.cleaned_data.get("number") and f"№\u00a0{self.cleaned_data['number']}"
        )
        words = str(dict(self.EVENTS)[self.cleaned_data["event"]]).capitalize()
        return f"{words}: {contract}" if contract else words

    def shown(self):
        """Add the member's own term to what was filled in."""
        pairs = super().shown()
        if self.event_on and self.due:
            late = f", опоздание в рабочих днях: {self.days_late}" if self.days_late else ""
            pairs.append(["Сообщить нужно до", f"{date_format(member_term(self.due).on, 'j E Y г.')}{late}"])
        return pairs


class ContractRequestForm(ContractEventForm):
    """A request about contracts: a question, or an event told without being asked for all its documents."""

    EVENTS = [(QUESTION, "ничего, есть вопрос"), *Event.choices]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["event_on"].required = False
        self.fields["contract"].empty_label = "—"

    def prefilled(self):
        """Begin with a question."""
        return super().prefilled() | {"event": QUESTION}

    def clean(self):
        """Ask a question for its words, everything else for its day."""
        cleaned = super().clean()
        if cleaned.get("event") == QUESTION:
            if not cleaned.get("text"):
                self.add_error("text", "Напишите, что вы хотите узнать.")
            for name in ("event_on", "document_no", "amount", "new_end"):
                cleaned.pop(name, None)
        elif "event" in cleaned and not cleaned.get("event_on") and "event_on" not in self.errors:
            self.add_error("event_on", "Укажите дату события.")
        return cleaned


def told_in(letter):
    """Return the :class:`ContractEvent` that ``letter`` tells of.

    Raises Contract.DoesNotExist when the contract was taken out of the journal meanwhile.
    """
    fields, member = letter.fields, letter.thread.member
    event, day = Event(fields["event"]), _value("date", fields["event_on"])
    amount = _value("price", fields.get("amount"))
    if event == Event.CONCLUDED:
        values = {name: _value(name, fields[name]) for name in NEW_CONTRACT if fields.get(name)}
        return ContractEvent(event, Contract(member=member, date=day, price=amount, **values), day, amount)
    contract = Contract.objects.select_related("member").get(pk=fields["contract"], member=member)
    new_end = _value("end", fields.get("new_end"))
    return ContractEvent(event, contract, day, amount, fields.get("document_no") or "", new_end)


def _value(name, kept):
    """Return what JSON keeps of a value as the contract's field ``name`` has it."""
    return None if kept in (None, "") else Contract._meta.get_field(name).to_python(kept)
