"""Invented contracts and policies: every state of the limit, works that are late, insurance with a hole."""

from datetime import timedelta
from decimal import Decimal

from django.dispatch import receiver
from django.utils import timezone

from cms.core.signals import demo_requested
from lk_addon.contracts.domain.contracts import save_contract
from lk_addon.contracts.domain.insurance import save_insurance
from lk_addon.contracts.models import (
    AcceptanceAct,
    Amendment,
    Claim,
    Contract,
    ContractControl,
    InsuranceContract,
)
from lk_addon.registry.models import Member

MILLION = 1_000_000
KOPECK = Decimal("0.01")
CUSTOMERS = (
    "МКУ «Учебный заказчик»",
    "ГКУ «Демонстрационное управление строительства»",
    "ООО «СЗ «Примерный квартал»",
)
OBJECTS = (
    "Средняя школа на 550 мест с бассейном",
    "Физкультурно-оздоровительный комплекс",
    "Реконструкция моста через р. Учебная",
    "Детский сад на 160 мест",
    "Капитальный ремонт многоквартирного дома",
    "Поликлиника на 300 посещений в смену",
)

#: number → contracts: (price, accepted, both in millions of roubles; months since, months of work, way, status)
CONTRACTS = {
    "0901": [
        (48, 12, 8, 14, "fz44", "active"),
        (31.5, 4, 5, 10, "fz44", "active"),
        (12.75, 0, 2, 6, "fz223", "active"),
        (24, 9, 11, 9, "direct", "active"),
        (18, 18, 19, 12, "fz44", "completed"),
        (7.2, 1, 16, 6, "pp615", "terminated"),
    ],
    "0902": [
        (420, 60, 10, 24, "fz44", "active"),
        (160, 5, 4, 18, "fz223", "disputed"),
        (35, 35, 18, 12, "pp615", "completed"),
    ],
    "0903": [(2100, 900, 15, 30, "fz44", "active"), (640, 20, 6, 20, "other", "suspended")],
    "0904": [(64, 30, 9, 16, "direct", "active")],
    "0905": [(9.8, 2, 7, 12, "pp615", "active")],
    "0951": [(3.4, 0, 1, 5, "direct", "active")],
}

#: number → policies: (kind, days from today of the first and last day, sum in millions)
POLICIES = {
    "0901": [
        ("liability", -745, -381, 5),
        ("liability", -370, -5, 5),
        ("liability", -4, 360, 10),
        ("contractual", -340, 25, 30),
    ],
    "0902": [("liability", -420, -55, 5), ("contractual", -200, 165, 50)],
    "0903": [("liability", -100, 265, 50), ("liability", -465, -90, 50)],
    "0904": [("liability", -350, 15, 5)],
    "0905": [("liability", -150, 215, 5)],
    "0951": [("liability", -30, 335, 2)],
}  # fmt: skip


@receiver(demo_requested)
def load_contracts(**kwargs):
    """Fill the journal and the insurance of the named members that have none."""
    for number, rows in CONTRACTS.items():
        member = Member.objects.get(registration_number=number)
        if not Contract.objects.filter(member=member).exists():
            for place, row in enumerate(rows, start=1):
                _add_contract(member, place, row)
    for number, rows in POLICIES.items():
        member = Member.objects.get(registration_number=number)
        if not InsuranceContract.objects.filter(member=member).exists():
            for place, row in enumerate(rows, start=1):
                _add_policy(member, place, row)


def _add_contract(member, place, row):
    price, accepted, months_ago, months, way, status = row
    signed = timezone.localdate() - timedelta(days=30 * months_ago)
    closed = status in Contract.CLOSED
    contract = Contract(
        member=member,
        number=f"{member.registration_number}/{place:02}",
        date=signed,
        role=Contract.Role.GENERAL,
        procurement=way,
        notice_no=f"{'0' * 16}{member.pk % 10}{place:02}" if way == "fz44" else "",
        customer_name=CUSTOMERS[place % len(CUSTOMERS)],
        customer_kind=Contract.Customer.REGIONAL if way == "pp615" else Contract.Customer.TECHNICAL,
        object_name=OBJECTS[(place + member.pk) % len(OBJECTS)],
        object_address=f"Демонстрационная область, г.\u00a0Примерск, ул.\u00a0Учебная, уч.\u00a0{place}",
        work_kind="Полный комплекс строительно-монтажных работ",
        price=_millions(price),
        start=signed + timedelta(days=14),
        end=signed + timedelta(days=30 * months),
        status=status,
        closed_on=signed + timedelta(days=30 * (months_ago - 1)) if closed else None,
        security_guarantor="АО «Демобанк»",
        security_number=f"БГ-{place:03}",
        security_amount=_millions(price) / 10,
        security_until=signed + timedelta(days=30 * months + 60),
    )
    if accepted:
        contract.acts = [
            AcceptanceAct(
                number=str(part),
                date=signed + timedelta(days=25 * part),
                amount=(_millions(accepted) / 2).quantize(KOPECK),
            )
            for part in (1, 2)
            if signed + timedelta(days=25 * part) <= timezone.localdate()
        ]
    if place == 1:
        _add_history(contract, signed)
    save_contract(contract=contract, actor=None, changed=["demo"])


def _add_history(contract, signed):
    """An amendment that raised the price, a claim and the remarks of control: what a card can show."""
    contract.amendments = [
        Amendment(
            number="1",
            date=signed + timedelta(days=60),
            price=(contract.price * Decimal("1.05")).quantize(KOPECK),
            end_date=contract.end + timedelta(days=45),
            subject="Дополнительные работы по благоустройству",
        )
    ]
    contract.claims = [
        Claim(
            kind=Claim.Kind.DELAY,
            date=signed + timedelta(days=90),
            amount=Decimal("154_300.00"),
            text="Отставание от графика по устройству фундаментов",
            settled_on=signed + timedelta(days=130),
        )
    ]
    contract.controls = [
        ContractControl(date=signed + timedelta(days=70)),
        ContractControl(
            date=signed + timedelta(days=150),
            remarks="Не представлен акт КС-2 за прошлый месяц и дополнительное соглашение № 1.",
            cure_by=timezone.localdate() + timedelta(days=9),
        ),
    ]


def _add_policy(member, place, row):
    kind, first, last, millions = row
    today = timezone.localdate()
    start = today + timedelta(days=first)
    policy = InsuranceContract(
        member=member,
        kind=kind,
        policy_no=f"ГО-{member.registration_number}-{place:02}",
        signed_at=start - timedelta(days=5),
        start=start,
        end=today + timedelta(days=last),
        insurer_name="СК «Пример»",
        insurer_licence="СИ №\u00a00000",
        insurer_address="000000, Демонстрационная область, г.\u00a0Примерск, ул.\u00a0Страховая, д.\u00a01",
        insurer_phone="+7 (000) 000-05-01",
        insured_sum=_millions(millions),
        limit_per_case=_millions(millions) / 2,
        deductible=Decimal(50_000),
        premium=_millions(millions) / 200,
        premium_paid_at=start - timedelta(days=2),
        territory="Российская Федерация",
        beneficiary="третьи лица, которым причинён вред",
    )
    save_insurance(insurance=policy, actor=None, changed=["demo"])


def _millions(number):
    return Decimal(str(number)) * MILLION
