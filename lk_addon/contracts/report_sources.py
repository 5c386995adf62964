"""What the journals of contracts and insurance know of a year, for the fields of annual reports (REQ-3.2.2.N3)."""

from datetime import date
from decimal import Decimal

from django.db.models import Sum

from lk_addon.cabinet.templatetags.money import rubles
from lk_addon.contracts.models import AcceptanceAct
from lk_addon.contracts.obligations import year_by_journal
from lk_addon.contracts.queries import contracts_of, insurance_of
from lk_addon.correspondence.prefill import Source

LISTED = 50  # contracts that a list names; a longer one says how many more there are


def _concluded(member, year):
    return contracts_of(member, date(year, 12, 31)).filter(date__year=year).order_by("date", "pk")


def _count(member, year):
    return _concluded(member, year).count()


def _sum(member, year):
    return _concluded(member, year).aggregate(sum=Sum("price_now"))["sum"] or Decimal(0)


def _performed(member, year):
    acts = AcceptanceAct.objects.filter(contract__member=member, date__year=year)
    return acts.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)


def _list(member, year):
    contracts = list(_concluded(member, year)[: LISTED + 1])
    lines = [f"{row}, {row.customer_name}, {rubles(row.price_now)}" for row in contracts[:LISTED]]
    if len(contracts) > LISTED:
        lines.append(f"и ещё договоров: {_count(member, year) - LISTED}")
    return "\n".join(lines)


def _insurance(member, year):
    policies = insurance_of(member).filter(start__year__lte=year, end__year__gte=year)
    return "\n".join(
        f"{row}, с {row.start:%d.%m.%Y} по {row.end:%d.%m.%Y}, {rubles(row.insured_sum)}" for row in policies
    )


SOURCES = (
    Source("contracts.count", "Договоры: заключено за год", _count),
    Source("contracts.sum", "Договоры: на сумму", _sum),
    Source("contracts.performed", "Договоры: исполнено за год по актам", _performed),
    Source("contracts.list", "Договоры: перечень заключённых за год", _list),
    Source(
        "contracts.competitive_count",
        "Договоры: заключено конкурентными способами",
        lambda member, year: year_by_journal(member, year).concluded_count,
    ),
    Source(
        "contracts.competitive_sum",
        "Договоры: конкурентными способами на сумму",
        lambda member, year: year_by_journal(member, year).concluded_sum,
    ),
    Source(
        "contracts.remaining",
        "Договоры: фактический совокупный размер обязательств на 31 декабря",
        lambda member, year: year_by_journal(member, year).remaining_sum,
    ),
    Source("insurance.list", "Страхование: договоры года", _insurance),
)
