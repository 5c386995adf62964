"""What happens to a contract: told by the member, entered by staff (ГрК ст. 55.8 ч. 4, REQ-3.2.2.N5, REQ-L.3)."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models, transaction

from lk_addon.contracts.domain.contracts import close_contract, save_contract
from lk_addon.contracts.limits import Answer, OdoUse, may_sign, odo_use
from lk_addon.contracts.models import AcceptanceAct, Amendment, Contract, ObligationsRule
from lk_addon.contracts.queries import contracts_of

#: What a member tells of a new contract beside its day and price.
NEW_CONTRACT = (
    "number",
    "kind",
    "role",
    "procurement",
    "notice_no",
    "registry_no",
    "ikz",
    "customer_name",
    "customer_inn",
    "customer_kind",
    "object_name",
    "object_address",
    "category",
    "work_kind",
    "start",
    "end",
)


class Event(models.TextChoices):
    """What has happened."""

    CONCLUDED = "concluded", "заключён договор"
    AMENDED = "amended", "заключено дополнительное соглашение"
    ACCEPTED = "accepted", "подписан акт приёмки"
    COMPLETED = "completed", "договор исполнен"
    TERMINATED = "terminated", "договор расторгнут"


@dataclass(frozen=True)
class ContractEvent:
    """An event as a member tells it. ``contract`` is the row it is about, unsaved for a new one."""

    event: Event
    contract: Contract
    on: date
    amount: Decimal | None = None  # the price, the new price, or the sum of the act, in roubles
    document_no: str = ""  # of the amendment or the act
    new_end: date | None = None


@dataclass(frozen=True)
class Effect:
    """How the use of the limit of КФ ОДО changes; ``answer`` tells of a new contract whether it may be signed."""

    before: OdoUse
    after: OdoUse
    answer: Answer | None


def effect_of(told):
    """Return the :class:`Effect` that entering ``told`` would have today; nothing is written."""
    member = told.contract.member
    use = odo_use(member)
    before = after = Decimal(0)
    answer = None
    if told.event == Event.CONCLUDED:
        after = _obligation(told.contract.price, told.contract.is_competitive, use.on)
        answer = may_sign(member, told.contract.price, competitive=told.contract.is_competitive)
    else:
        row = contracts_of(member).get(pk=told.contract.pk)
        before = _obligation(row.price_now, row.counted, use.on, row.remaining)
        price = told.amount if told.event == Event.AMENDED and told.amount else row.price_now
        accepted = row.accepted + (told.amount if told.event == Event.ACCEPTED else 0)
        is_over = told.event in (Event.COMPLETED, Event.TERMINATED)
        after = _obligation(price, row.counted, use.on, Decimal(0) if is_over else max(price - accepted, Decimal(0)))
    return Effect(use, replace(use, used=max(use.used - before + after, Decimal(0))), answer)


def _obligation(price, counted, day, remaining=None):
    rule = ObligationsRule.objects.on(day)
    if not counted or (rule and price < rule.min_price):
        return Decimal(0)
    return price if remaining is None else remaining


@transaction.atomic
def enter_event(*, told, ground, actor):
    """Bring ``told`` into the journal upon the letter that ``ground`` names. Returns the contract.

    Raises ValidationError where the contract was closed meanwhile, or the journal has it already.
    """
    if told.event == Event.CONCLUDED:
        return save_contract(contract=told.contract, actor=actor, changed=["new"], ground=ground)
    contract = (
        Contract.objects.select_for_update(no_key=True, of=("self",)).select_related("member").get(pk=told.contract.pk)
    )
    if told.event in (Event.COMPLETED, Event.TERMINATED):
        return close_contract(contract=contract, status=told.event.value, closed_on=told.on, actor=actor, ground=ground)
    if contract.is_closed:
        raise ValidationError("Договор уже закрыт.", code="closed")
    if told.event == Event.AMENDED:
        part, relation = (
            Amendment(number=told.document_no, date=told.on, price=told.amount, end_date=told.new_end),
            contract.amendments,
        )
    else:
        part, relation = AcceptanceAct(number=told.document_no, date=told.on, amount=told.amount), contract.acts
    if relation.filter(number=part.number, date=part.date).exists():
        raise ValidationError(f"В журнале это уже есть: {part}.", code="twice")
    relation.add(part)
    changed = ["amendments" if told.event == Event.AMENDED else "acts"]
    return save_contract(contract=contract, actor=actor, changed=changed, ground=ground)
