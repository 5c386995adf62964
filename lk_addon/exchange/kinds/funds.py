"""Contributions to the compensation funds among payments: how they are told from fees, written and taken back."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError

from lk_addon.exchange.reading.cells import fold
from lk_addon.exchange.rules import may_annul_contributions, may_record_contributions
from lk_addon.registry.domain.contributions import annul_contribution, record_contribution
from lk_addon.registry.models import Fund, FundContribution, Member

WHAT = "contribution"
#: What people call a fund, folded.
NAMES = {
    Fund.VV: ("кф вв", "кфвв", "возмещения вреда"),
    Fund.ODO: ("кф одо", "кфодо", "обеспечения договорных обязательств"),
}
ANY_FUND = ("компенсационн", " кф ")
KINDS = (("дополнительн", FundContribution.Kind.ADDITIONAL), ("перечислен", FundContribution.Kind.TRANSFER))
NOT_ALLOWED = "У вас нет права вносить взносы в компенсационные фонды."
WHICH_FUND = "Взнос в компенсационный фонд, но не ясно, в какой. Напишите «КФ ВВ» или «КФ ОДО»."
ONE_SUM = "Взнос в компенсационный фонд не начисляют, и сальдо у него нет: оставьте только «Оплачено»."
NO_DOCUMENT = "У взноса в компенсационный фонд указывают номер документа."


def is_of_fund(words):
    """Say whether ``words``, a kind of fee or the purpose of a payment, speak of a compensation fund."""
    plain = f" {fold(words)} "
    return any(name in plain for names in (*NAMES.values(), ANY_FUND) for name in names)


def fund_of(words):
    """Return the one fund that ``words`` name, None where they name none or both."""
    plain = fold(words)
    found = [fund for fund, names in NAMES.items() if any(name in plain for name in names)]
    return found[0] if len(found) == 1 else None


def kind_of(words):
    """Return the kind of contribution in ``words``: the first one unless they say more."""
    return next((kind for word, kind in KINDS if word in fold(words)), FundContribution.Kind.INITIAL)


def faults(words, run):
    """Say why a contribution with such ``words`` cannot be brought by ``run``."""
    if not may_record_contributions(run.created_by):
        yield NOT_ALLOWED
    if fund_of(words) is None:
        yield WHICH_FUND


def planned(words, **data):
    """Return what a row of a contribution holds beside the rest of ``data``."""
    fund, kind = fund_of(words), kind_of(words)
    kind_name = f"{kind.label}, {fund.short}"
    return data | {"what": WHAT, "what_name": "взнос в фонд", "fund": fund, "kind": kind, "kind_name": kind_name}


def contributions_under(source, numbers):
    """Return, by number, whether the contribution that ``source`` brought under it is annulled."""
    marked = {f"{source}:{number}": number for number in numbers}
    rows = FundContribution.objects.filter(external_id__in=marked)
    return {marked[number]: annulled is not None for number, annulled in rows.values_list("external_id", "annulled_at")}


def apply_contribution(row, run, source):
    """Record the contribution of a row. Raises ValidationError."""
    if not may_record_contributions(run.confirmed_by):
        raise ValidationError(NOT_ALLOWED)
    data = row.data
    record_contribution(
        member=Member.objects.get(pk=data["member"]),
        fund=data["fund"],
        kind=data["kind"],
        paid_on=date.fromisoformat(data["date"]),
        amount=Decimal(data["amount"]),
        document=data["document"][:300],
        external_id=f"{source}:{data['external_id']}",
        actor=run.confirmed_by,
    )


def undo_contribution(row, run, source):
    """Annul what a row has recorded. Raises ValidationError where it is annulled already."""
    if not may_annul_contributions(run.confirmed_by):
        raise ValidationError("У вас нет права аннулировать взносы в компенсационные фонды.")
    contribution = FundContribution.objects.get(external_id=f"{source}:{row.data['external_id']}")
    annul_contribution(contribution=contribution, reason=f"Отмена загрузки №\u00a0{run.pk}", actor=run.confirmed_by)
