"""Invented fees: a member in debt, one that paid too much, one that owes nothing, one with penalties."""

from datetime import date, timedelta
from decimal import Decimal

from django.dispatch import receiver
from django.utils import timezone

from cms.core.signals import demo_requested
from lk_addon.finance.domain.kinds import save_rate
from lk_addon.finance.domain.movements import charge, record_opening_balance, record_payment
from lk_addon.finance.models import FeeKind, FeeRate, Movement
from lk_addon.finance.periods import quarter_label, quarter_of
from lk_addon.finance.prepare import ENTRANCE_FEE, MEMBERSHIP_FEE, PENALTY, TARGET_FEE
from lk_addon.registry.models import Member

QUARTERLY = Decimal(30_000)
GROUND = "Протокол общего собрания членов № 12 от 18.04.2025"
QUARTERS = 7  # that are charged, the running one included

#: number → (stated balance before the first quarter, what was paid for each quarter, oldest first)
PAYMENTS = {
    "0901": ("15000", ["45000", "30000", "30000", "30000", "30000", "", "20000"]),
    "0902": ("0", ["30000", "30000", "30000", "30000", "30000", "30000", "42500.50"]),
    "0903": ("0", ["30000"] * QUARTERS),
    "0904": ("0", ["30000", "30000", "", "", "", "", ""]),
    "0905": ("-5000", ["25000", "30000", "30000", "30000", "30000", "30000", "30000"]),
    "0951": ("0", ["30000", "30000", "30000", "30000", "30000", "", ""]),
    "0952": ("0", ["30000"] * QUARTERS),
}


@receiver(demo_requested)
def load_fees(**kwargs):
    """Fill the ledger of the named members that have none."""
    kinds = {kind.code: kind for kind in FeeKind.objects.all()}
    _ensure_rates(kinds)
    starts = _quarter_starts(timezone.localdate())
    for number, (stated, payments) in PAYMENTS.items():
        member = Member.objects.get(registration_number=number)
        if not Movement.objects.filter(member=member).exists():
            _fill(member, kinds, starts, Decimal(stated), payments)


def _ensure_rates(kinds):
    for code, amount, unit in (
        (MEMBERSHIP_FEE, QUARTERLY, FeeRate.Unit.QUARTER),
        (ENTRANCE_FEE, Decimal(20_000), FeeRate.Unit.ONCE),
        (TARGET_FEE, Decimal(6_500), FeeRate.Unit.YEAR),
    ):
        if not kinds[code].rates.exists():
            rate = FeeRate(kind=kinds[code], amount=amount, unit=unit, valid_from=date(2025, 1, 1), ground=GROUND)
            save_rate(rate=rate, actor=None, changed=["demo"])


def _quarter_starts(today):
    starts = [quarter_of(today)[0]]
    while len(starts) < QUARTERS:
        starts.insert(0, quarter_of(starts[0] - timedelta(days=1))[0])
    return starts


def _fill(member, kinds, starts, stated, payments):
    fee = kinds[MEMBERSHIP_FEE]
    record_opening_balance(member=member, kind=fee, amount=stated, on=starts[0] - timedelta(days=1), actor=None)
    for place, (start, paid) in enumerate(zip(starts, payments, strict=True), start=1):
        bill = f"счёт № {member.registration_number}-{place}"
        charge(
            member=member,
            kind=fee,
            amount=QUARTERLY,
            date=start,
            period=quarter_of(start),
            due_on=start + timedelta(days=19),
            document=bill,
            actor=None,
        )
        if paid:
            record_payment(
                member=member,
                kind=fee,
                amount=Decimal(paid),
                date=min(start + timedelta(days=12), timezone.localdate()),
                document=f"платёжное поручение № {100 + place}",
                note=f"Членский взнос за {quarter_label(start)}, {bill}",
                actor=None,
            )
    _add_yearly(member, kinds[TARGET_FEE], starts[-3])
    if "" in payments:
        charge(
            member=member,
            kind=kinds[PENALTY],
            amount=Decimal("412.50"),
            date=starts[-1],
            due_on=starts[-1] + timedelta(days=19),
            note="Положение о взносах, п. 4.2: просрочка членского взноса",
            actor=None,
        )


def _add_yearly(member, kind, day):
    fields = {"member": member, "kind": kind, "amount": Decimal(6_500), "actor": None}
    year = date(day.year, 1, 1), date(day.year, 12, 31)
    charge(**fields, date=day, period=year, due_on=day + timedelta(days=30), document="решение общего собрания № 12")
    record_payment(**fields, date=day + timedelta(days=21), document="платёжное поручение № 88")
