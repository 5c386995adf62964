"""What contracts and insurance ask the member to see to: on the dashboard and in the calendar of duties."""

from datetime import timedelta

from django.utils import timezone
from django.utils.formats import number_format

from lk_addon.cabinet.attention import Attention
from lk_addon.cabinet.duties import Duty
from lk_addon.cabinet.templatetags.money import rubles
from lk_addon.contracts.limits import odo_use_in
from lk_addon.contracts.models.insurance import EXPIRING_DAYS
from lk_addon.contracts.obligations import awaited_notice, terms_of_notices
from lk_addon.contracts.queries import (
    ending_contracts,
    ending_insurance,
    insurance_of,
    lapsing_securities,
    late_contracts,
    open_remarks,
)

NOTICE_REMINDER = timedelta(days=60)


def obligations(request):
    """Warn of the limit of КФ ОДО, of works that should have ended, and of remarks nobody has cured."""
    member = request.entrance.member
    return [*_limit(odo_use_in(request)), *_late(late_contracts(member)), *_remarks(open_remarks(member))]


def _limit(use):
    if use.state == "exceeded":
        text = f"Предел обязательств КФ\u00a0ОДО превышен на {rubles(use.excess)}: увеличьте взнос"
        yield Attention("danger", text, "contracts:contracts")
    elif use.state == "warning":
        used = f"использован на {number_format(use.percent)}\u00a0%, свободно {rubles(use.free)}"
        text = f"Предел обязательств КФ\u00a0ОДО {used}"
        yield Attention("warning", text, "contracts:contracts")
    elif use.state == "none" and use.used:
        text = "Есть конкурентные договоры, а взнос в КФ\u00a0ОДО не внесён"
        yield Attention("danger", text, "contracts:contracts")


def _late(contracts):
    for contract in contracts[:5]:
        text = f"Срок работ по договору {contract} истёк: представьте акты или соглашение о продлении"
        yield Attention("warning", text, "contracts:contract", (contract.pk,), contract.end_now)


def _remarks(controls):
    for control in controls[:5]:
        text = f"Устраните замечания по договору {control.contract}"
        level = "danger" if control.cure_by and control.cure_by < timezone.localdate() else "warning"
        yield Attention(level, text, "contracts:contract", (control.contract_id,), control.cure_by)


def insurance(request):
    """Warn when insurance ends soon with nothing after it, or has ended already."""
    member, today = request.entrance.member, timezone.localdate()
    ending = list(ending_insurance(member, today, today + timedelta(days=EXPIRING_DAYS)))
    found = [
        Attention(
            "warning", f"Продлите страхование: договор {policy} заканчивается", "contracts:insurance", (), policy.end
        )
        for policy in ending
    ]
    last = insurance_of(member).first()
    if last and last.end < today:
        text = f"Страхование закончилось {last.end:%d.%m.%Y}: заключите новый договор"
        found.append(Attention("danger", text, "contracts:insurance"))
    return found


def contract_terms(member, since, until):
    """Return the days on which works end, remarks are to be cured and securities lapse."""
    for contract in ending_contracts(member, since, until):
        yield Duty(
            contract.end_now,
            f"Окончание работ по договору {contract}",
            "contracts:contract",
            (contract.pk,),
            "contract",
        )
    for control in open_remarks(member).filter(cure_by__range=(since, until)):
        title = f"Устранить замечания по договору {control.contract}"
        yield Duty(control.cure_by, title, "contracts:contract", (control.contract_id,), "contract")
    for contract in lapsing_securities(member, since, until):
        title = f"Заканчивается обеспечение договора {contract}"
        yield Duty(contract.security_until, title, "contracts:contract", (contract.pk,), "contract")


def insurance_terms(member, since, until):
    """Return the days on which insurance ends with nothing after it."""
    for policy in ending_insurance(member, since, until):
        yield Duty(policy.end, f"Окончание договора страхования {policy}", "contracts:insurance", kind="insurance")


def notice(request):
    """Remind of the yearly notice of obligations while it is awaited (REQ-3.2.2.N4)."""
    awaited = awaited_notice(request.entrance.member)
    if awaited and awaited.due - NOTICE_REMINDER <= timezone.localdate():
        level = "danger" if awaited.is_overdue else "warning"
        yield Attention(level, notice_title(awaited.year), "contracts:contracts", due=awaited.due)


def notice_terms(member, since, until):
    """Return the days until which notices of obligations are to be given."""
    for year, due in terms_of_notices(member, since, until):
        yield Duty(due, notice_title(year), "contracts:contracts", kind="contract")


def notice_title(year):
    """Say what is to be done."""
    return f"Представьте уведомление о размере обязательств за {year}\u00a0год"
