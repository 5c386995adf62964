"""Permissions of those who keep the register, and the levels that the law sets."""

from datetime import date, timedelta
from decimal import Decimal

from django.dispatch import receiver

from cms.core.signals import prepare_requested
from cms.users.groups import grant
from lk_addon.cabinet.prepare import REGISTER_DEPARTMENT
from lk_addon.registry.models import Fund, LegalTerm, ResponsibilityLevel

MILLION = 1_000_000
FIRST_DAY = date(2017, 7, 1)
RAISED = date(2022, 5, 1)
LAW = "ГрК РФ, ст.\u00a055.16, ч.\u00a012–13"
AMENDED = f"{LAW}, в редакции Федерального закона от 01.05.2022 №\u00a0124-ФЗ"

#: number of level, limit in millions of rubles, contribution to КФ ВВ, contribution to КФ ОДО
LEVELS = [
    (0, None, 100_000, None),
    (1, 90, 100_000, 200_000),
    (2, 500, 500_000, 2_500_000),
    (3, 3_000, 1_500_000, 4_500_000),
    (4, 10_000, 2_000_000, 7_000_000),
    (5, None, 5_000_000, 25_000_000),
]
FORMER_FIRST_LIMIT = 60  # of the first level, before RAISED


#: What the term is for, since when, by which law: of three working days each.
LEGAL_TERMS = [
    (
        LegalTerm.Code.REGISTER_CHANGE,
        FIRST_DAY,
        "Федеральный закон от 01.12.2007 №\u00a0315-ФЗ, ст.\u00a07.1",
    ),
    (
        LegalTerm.Code.CONTRACT_NOTICE,
        date(2026, 3, 1),
        "ГрК РФ, ст.\u00a055.8, ч.\u00a04, в редакции Федерального закона от 31.07.2025 №\u00a0309-ФЗ",
    ),
]


@receiver(prepare_requested)
def prepare_register(**kwargs):
    """Let the register's department keep it, and bring the levels where there are none."""
    grant(
        REGISTER_DEPARTMENT,
        "registry.view_member",
        "registry.add_member",
        "registry.change_member",
        "registry.exclude_member",
        "registry.view_rightdecision",
        "registry.add_rightdecision",
        "registry.view_memberlevel",
        "registry.change_memberlevel",
        "registry.view_fundcontribution",
        "registry.add_fundcontribution",
        "registry.annul_fundcontribution",
        "registry.view_registrychange",
        "registry.view_responsibilitylevel",
        "registry.view_legalterm",
        "registry.add_responsibilitylevel",
        "registry.add_legalterm",
    )
    if not ResponsibilityLevel.objects.exists():
        ResponsibilityLevel.objects.bulk_create(levels_of_law())
    for code, valid_from, ground in LEGAL_TERMS:
        if not LegalTerm.objects.filter(code=code).exists():
            LegalTerm.objects.create(code=code, working_days=3, valid_from=valid_from, ground=ground)


def levels_of_law():
    """Return the levels as the law has had them since 2017; staff go on from there (REQ-7.3)."""
    rows = []
    for number, limit, *contributions in LEVELS:
        terms = [{"limit": limit, "valid_from": FIRST_DAY, "valid_to": None, "ground": LAW}]
        if number == 1:
            eve = RAISED - timedelta(days=1)
            terms = [
                {"limit": FORMER_FIRST_LIMIT, "valid_from": FIRST_DAY, "valid_to": eve, "ground": LAW},
                {"limit": limit, "valid_from": RAISED, "valid_to": None, "ground": AMENDED},
            ]
        for fund, contribution in zip((Fund.VV, Fund.ODO), contributions, strict=True):
            if contribution is not None:
                rows += [_row(fund, number, contribution, **term) for term in terms]
    return rows


def _row(fund, number, contribution, *, limit, **term):
    return ResponsibilityLevel(
        fund=fund,
        number=number,
        limit_rub=None if limit is None else Decimal(limit) * MILLION,
        min_contribution_rub=Decimal(contribution),
        **term,
    )
