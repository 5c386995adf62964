"""What staff do with an event that a member told: look at what it does to the limit, and enter it into the journal."""

from django import forms
from django.core.exceptions import ValidationError

from lk_addon.contracts.domain.contract_notices import follow_letter
from lk_addon.contracts.domain.events import effect_of, enter_event
from lk_addon.contracts.models import Contract
from lk_addon.contracts.submissions.event_form import QUESTION, ContractEventForm, ContractRequestForm, told_in
from lk_addon.correspondence.domain.effects import note_effect
from lk_addon.correspondence.kinds import Decision, FormOfKind
from lk_addon.correspondence.models import Letter

GONE = "Договора, о котором письмо, в журнале больше нет: ответьте члену СРО или откажите."


class EffectWidget(forms.Widget):
    """Shows how the use of the limit changes; nothing is typed."""

    template_name = "lk_addon/contracts/effect.html"

    def get_context(self, name, value, attrs):
        """Give the template the effect itself."""
        return super().get_context(name, value, attrs) | {"effect": value}

    def format_value(self, value):
        """Leave it as it is."""
        return value


class EnterEventForm(forms.Form):
    """Nothing to fill in: staff see what entering the event would do."""

    effect = forms.Field(label="Предел обязательств по КФ\u00a0ОДО", required=False, disabled=True, widget=EffectWidget)

    def __init__(self, *args, letter, **kwargs):
        super().__init__(*args, **kwargs)
        try:
            self.initial["effect"] = effect_of(told_in(letter))
        except Contract.DoesNotExist:
            self.initial["effect"] = None

    def clean(self):
        """Hand nothing over: the letter says it all."""
        super().clean()
        return {}


def enter(*, letter, actor):
    """Bring the event of ``letter`` into the journal. Raises ValidationError."""
    try:
        told = told_in(letter)
    except Contract.DoesNotExist as error:
        raise ValidationError(GONE, code="gone") from error
    contract = enter_event(told=told, ground=f"письмо {letter}", actor=actor)
    note_effect(letter=letter, row=contract, said=f"{told.event.label.capitalize()}: {contract}")


def hear(*, letter, cleaned_data, actor):
    """Note that the member told of the event, where the journal knows the contract."""
    if tells_of_an_event(letter):
        follow_letter(letter)


def forget(*, thread, actor):
    """Look again at what was told by a letter that is withdrawn or refused."""
    for letter in thread.letters.filter(role__in=(Letter.Role.SUBMISSION, Letter.Role.CORRECTION)):
        if tells_of_an_event(letter):
            follow_letter(letter)


def tells_of_an_event(letter):
    """Whether ``letter`` holds an event and not a question alone."""
    return letter.fields.get("event") not in (None, "", QUESTION)


ENTER = Decision(
    "enter",
    "Внести в журнал",
    act=enter,
    form=EnterEventForm,
    permission="contracts.change_contract",
    explanation="Договор, соглашение или акт появится в журнале, совокупный размер обязательств пересчитается.",
    applies=tells_of_an_event,
)

PAGE = "lk_addon/contracts/submissions/event.html"
FOLLOWS = {"template": PAGE, "on_sent": hear, "on_closed": forget, "decisions": (ENTER,)}
CONTRACTS = FormOfKind("contracts", ContractRequestForm, **FOLLOWS)
ODO_DOCS = FormOfKind("odo_docs", ContractEventForm, **FOLLOWS)
