"""Contracts, insurance and levels of responsibility."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from lk_addon.contracts.domain.contracts import save_contract
from lk_addon.contracts.domain.insurance import save_insurance
from lk_addon.contracts.models import AcceptanceAct, Amendment, Contract, InsuranceContract, ObligationNotice
from lk_addon.contracts.submissions.notice_form import FIGURES
from lk_addon.correspondence.kinds import form_of
from lk_addon.registry.models import FundContribution, MemberLevel, ResponsibilityLevel, RightDecision, WorkRight
from lk_addon.registry.prepare import levels_of_law
from tests.factories.correspondence import kind_of, sent_letter

SINCE = date(2025, 3, 3)  # when the members of the factory were admitted


def contract(member, price, day=date(2025, 6, 1), *, acts=(), amendments=(), **fields):
    """Register a contract; ``acts`` are (day, amount), ``amendments`` (day, price)."""
    number = fields.pop("number", f"К-{Contract.objects.count() + 1}")
    fields = {"customer_name": "МКУ «Учебный заказчик»", "object_name": "Школа на 100 мест"} | fields
    row = Contract(member=member, number=number, date=day, price=Decimal(price), **fields)
    row.acts = [AcceptanceAct(number=str(n), date=at, amount=Decimal(sum)) for n, (at, sum) in enumerate(acts, 1)]
    row.amendments = [
        Amendment(number=str(n), date=at, price=Decimal(new)) for n, (at, new) in enumerate(amendments, 1)
    ]
    return save_contract(contract=row, actor=None, changed=["new"])


def policy(member, start=-100, end=200, **fields):
    """Register a policy whose term lies so many days from today."""
    today = timezone.localdate()
    fields = {"policy_no": f"П-{InsuranceContract.objects.count() + 1}", "insurer_name": "СК «Пример»"} | fields
    row = InsuranceContract(
        member=member,
        signed_at=today + timedelta(days=start),
        start=today + timedelta(days=start),
        end=today + timedelta(days=end),
        insured_sum=fields.pop("insured_sum", Decimal(10_000_000)),
        **fields,
    )
    return save_insurance(insurance=row, actor=None, changed=["new"])


def level(member, fund, number, *, paid=None):
    """Give a member a level in a fund, paid for by its smallest contribution unless told."""
    if not ResponsibilityLevel.objects.exists():  # a transactional test has emptied the tables
        ResponsibilityLevel.objects.bulk_create(levels_of_law())
    terms = ResponsibilityLevel.objects.on(timezone.localdate()).get(fund=fund, number=number)
    FundContribution.objects.create(
        member=member, fund=fund, paid_on=SINCE, amount=paid or terms.min_contribution_rub, document="п/п № 1"
    )
    return MemberLevel.objects.create(member=member, fund=fund, number=number, since=SINCE, document="Протокол № 1")


def right(member, state="active", category="simple", kind="grant"):
    """Give a member a right in that state since its admission."""
    decision = RightDecision.objects.create(
        member=member,
        kind=kind,
        category=category,
        body="Совет СРО",
        protocol_no="1",
        date=SINCE,
        effective_from=SINCE,
    )
    return WorkRight.objects.create(member=member, category=category, state=state, since=SINCE, decision=decision)


def notice(mandate):
    """The notice of obligations of last year, sent by a representative as the journal has it."""
    kind = kind_of("obligation_notice")
    blank = form_of(kind.code).form(member=mandate.member, terms=kind.terms())
    figures = {name: str(blank[name].value()) for name in ("year", *FIGURES)}
    given = {"subject": "", "text": ""} | figures
    letter = sent_letter(mandate.user, mandate.member, code=kind.code, label=mandate.login_label, **given)
    return ObligationNotice.objects.get(letter=letter)
