"""Decisions upon requests for accounting documents: the paper is made of the ledger and goes with the answer."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone

from cms.audit import domain as audit
from lk_addon.cabinet.templatetags.money import rubles
from lk_addon.cabinet.widgets import DayInput
from lk_addon.correspondence.domain.effects import named
from lk_addon.correspondence.kinds import Decision
from lk_addon.files.domain.storing import storing
from lk_addon.finance.papers import no_debt_pdf, reconciliation_pdf
from lk_addon.finance.queries import state_on
from lk_addon.finance.reconciliation import reconcile
from lk_addon.finance.requests import NO_DEBT, RECONCILIATION
from lk_addon.registry.models import Member

SEE_LEDGER = "finance.view_memberbalance"


class PeriodForm(forms.Form):
    """The days of the act: as the member asked, unless staff mend them."""

    start = forms.DateField(label="За период с", widget=DayInput)
    end = forms.DateField(label="по", widget=DayInput)

    def __init__(self, *args, letter, **kwargs):
        asked = {"start": letter.fields.get("period_start"), "end": letter.fields.get("period_end")}
        super().__init__(*args, **({"initial": asked} | kwargs))

    def clean(self):
        """Refuse a period that ends before it begins, and days to come."""
        cleaned = super().clean()
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end < start:
            self.add_error("end", "Период кончается раньше, чем начался.")
        elif end and end > timezone.localdate():
            self.add_error("end", "Расчёты сверяют по сегодняшний день, не дальше.")
        return cleaned


def make_reconciliation(*, letter, actor, start, end):
    """Make the reconciliation act of the member's fees from ``start`` to ``end``; returns its file.

    Raises ValidationError where the seal that is configured cannot be put.
    """
    member = _locked(letter)
    act = reconcile(member, start, end)
    paper = reconciliation_pdf(member, act, asked_by=named(letter, "по обращению"))
    _tell("fee.reconciled", member, actor, start=start, end=end, balance=act.closing)
    return _kept(paper, f"Акт сверки {start:%d.%m.%Y}–{end:%d.%m.%Y}.pdf", member, actor)


def certify_no_debt(*, letter, actor):
    """Certify that the member owes nothing today; returns the file of the certificate.

    Raises ValidationError with the sums where there is a debt: also one whose day of payment has not come.
    """
    member = _locked(letter)
    state = state_on(member)
    if state.debt:
        overdue = f", из неё просрочено {rubles(state.overdue)}" if state.overdue else ", срок оплаты ещё не наступил"
        raise ValidationError(
            f"Справку выдать нельзя: на {state.on:%d.%m.%Y} задолженность {rubles(state.debt)}{overdue}. "
            "Откажите с этой причиной или дождитесь оплаты.",
            code="debt",
        )
    paper = no_debt_pdf(member, state, asked_by=named(letter, "по обращению"))
    _tell("fee.no_debt_certified", member, actor, date=state.on, balance=state.balance)
    return _kept(paper, f"Справка об отсутствии задолженности {state.on:%d.%m.%Y}.pdf", member, actor)


def _locked(letter):
    """Return the member; the ledger gets no line of it until the paper is kept."""
    return Member.objects.select_for_update(no_key=True).get(pk=letter.thread.member_id)


def _tell(action, member, actor, **data):
    audit.record(action, actor=actor, obj=member, member=member.registration_number, **data)


def _kept(paper, name, member, actor):
    with storing([ContentFile(paper, name=name)], member=member, actor=actor) as files:
        return files


RECONCILE = Decision(
    code="reconcile",
    label="Составить акт сверки",
    act=make_reconciliation,
    form=PeriodForm,
    permission=SEE_LEDGER,
    explanation="Акт составится по записям взаиморасчётов за этот период и уйдёт с ответом в PDF.",
    applies=lambda letter: letter.fields.get("document") == RECONCILIATION,
)
CERTIFY = Decision(
    code="certify_no_debt",
    label="Выдать справку об отсутствии задолженности",
    act=certify_no_debt,
    permission=SEE_LEDGER,
    explanation="Справка составится на сегодня и уйдёт с ответом в PDF. При задолженности она не выдаётся.",
    applies=lambda letter: letter.fields.get("document") == NO_DEBT,
)
