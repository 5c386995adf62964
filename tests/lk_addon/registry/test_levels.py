"""Levels of responsibility: rows of law with their terms, and who has which (REQ-3.1.V2, REQ-3.1.V4, REQ-7.3)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.audit.models import AuditEntry
from lk_addon.registry.domain.contributions import annul_contribution
from lk_addon.registry.domain.law import save_level_terms
from lk_addon.registry.domain.levels import set_level, withdraw_level
from lk_addon.registry.models import Fund, FundContribution, MemberLevel, ResponsibilityLevel
from lk_addon.registry.queries import contributed, level_on, levels_table
from tests.factories.registry import MemberFactory
from tests.factories.rights import ADMITTED, give_level, pay
from tests.scenarios import exclude

pytestmark = pytest.mark.django_db


def raise_to(member, fund, number, since):
    return set_level(member=member, fund=fund, number=number, since=since, document="протокол № 2", actor=None)


@pytest.mark.req("REQ-7.3")
def test_numbers_of_law_are_those_of_the_day():
    first = {on: levels_table(on)[1] for on in (date(2022, 4, 30), date(2022, 5, 1))}
    assert [row.limit_rub for row in first.values()] == [Decimal(60_000_000), Decimal(90_000_000)]
    assert all(row.ground for row in levels_table())
    assert [row.number for row in levels_table() if row.fund == Fund.VV] == [0, 1, 2, 3, 4, 5]
    assert [row.number for row in levels_table() if row.fund == Fund.ODO] == [1, 2, 3, 4, 5]


@pytest.mark.req("REQ-7.3")
def test_new_numbers_of_law_end_the_old_ones_on_the_eve():
    begins = timezone.localdate() + timedelta(days=30)
    row = ResponsibilityLevel(
        fund=Fund.VV,
        number=1,
        limit_rub=Decimal(120_000_000),
        min_contribution_rub=Decimal(150_000),
        valid_from=begins,
        ground="Федеральный закон № 0-ФЗ",
    )
    save_level_terms(row=row, actor=None)
    limits = [
        next(one for one in levels_table(on) if (one.fund, one.number) == (Fund.VV, 1)).limit_rub
        for on in (begins - timedelta(days=1), begins)
    ]
    assert limits == [Decimal(90_000_000), Decimal(120_000_000)]
    assert AuditEntry.objects.get(action="level.terms_saved").data["ground"] == "Федеральный закон № 0-ФЗ"
    again = ResponsibilityLevel(fund=Fund.VV, number=1, min_contribution_rub=1, valid_from=begins, ground="Ещё раз")
    with pytest.raises(ValidationError, match="уже"), transaction.atomic():
        save_level_terms(row=again, actor=None)


@pytest.mark.parametrize("kopecks", [-1, 0, 1])
def test_exactly_the_limit_is_within_it(kopecks):
    row = next(one for one in levels_table() if one.number == 4)
    assert row.covers(Decimal(10_000_000_000) + Decimal(kopecks) / 100) is (kopecks <= 0)
    assert levels_table()[-1].covers(Decimal(10) ** 15)


@pytest.mark.req("REQ-3.1.V4")
def test_a_level_wants_its_contribution_to_the_kopeck():
    member = MemberFactory()
    pay(member, Fund.ODO, Decimal("199999.99"))
    with pytest.raises(ValidationError, match=r"199999\.99"):
        raise_to(member, Fund.ODO, 1, ADMITTED)
    pay(member, Fund.ODO, Decimal("0.01"), kind=FundContribution.Kind.ADDITIONAL)
    assert raise_to(member, Fund.ODO, 1, ADMITTED).number == 1
    assert level_on(member, Fund.VV) is None


@pytest.mark.req("REQ-3.1.V2")
def test_a_level_lasts_until_the_next_and_knows_what_the_law_says_of_it():
    member = MemberFactory(registered_at=date(2021, 1, 11))
    give_level(member, Fund.VV, 1, 100_000, day=date(2021, 1, 11))
    pay(member, Fund.VV, 400_000, day=date(2024, 2, 1))
    raise_to(member, Fund.VV, 2, date(2024, 2, 5))
    told = {
        on: (level_on(member, Fund.VV, on).number, level_on(member, Fund.VV, on).level.limit_rub)
        for on in (date(2021, 1, 11), date(2023, 1, 1), date(2024, 2, 4), date(2024, 2, 5))
    }
    assert list(told.values()) == [(1, 60_000_000), (1, 90_000_000), (1, 90_000_000), (2, 500_000_000)]
    assert level_on(member, Fund.VV, date(2021, 1, 10)) is None


def test_the_same_day_again_corrects_the_level():
    member = MemberFactory()
    give_level(member, Fund.VV, 1, 100_000)
    pay(member, Fund.VV, 400_000)
    raise_to(member, Fund.VV, 2, ADMITTED)
    assert MemberLevel.objects.get(member=member).number == 2


def test_levels_do_not_overlap_and_end_with_a_decision_or_with_membership():
    member = MemberFactory()
    give_level(member, Fund.VV, 1, 100_000)
    withdraw_level(member=member, fund=Fund.VV, since=date(2025, 6, 1), document="заявление № 3", actor=None)
    assert level_on(member, Fund.VV, date(2025, 5, 31)).end_document == "заявление № 3"
    assert level_on(member, Fund.VV, date(2025, 6, 1)) is None
    with pytest.raises(ValidationError, match="более поздняя"):
        raise_to(member, Fund.VV, 1, date(2025, 4, 1))
    raise_to(member, Fund.VV, 1, date(2025, 7, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        MemberLevel.objects.create(member=member, fund=Fund.VV, number=1, since=date(2025, 8, 1), document="х")
    gone = exclude(member)
    assert level_on(gone, Fund.VV) is None
    with pytest.raises(ValidationError, match="не является членом"):
        raise_to(gone, Fund.VV, 1, timezone.localdate())


@pytest.mark.req("REQ-3.1.V4")
def test_an_annulled_contribution_stays_and_counts_no_more():
    member = MemberFactory()
    kept, wrong = pay(member, Fund.VV, Decimal("100000.10")), pay(member, Fund.VV, Decimal("7.05"))
    assert contributed(member, Fund.VV) == Decimal("100007.15")
    annul_contribution(contribution=wrong, reason="внесено дважды", actor=None)
    assert contributed(member, Fund.VV) == kept.amount
    assert FundContribution.objects.filter(member=member).count() == 2
    with pytest.raises(ValidationError, match="уже аннулирован"):
        annul_contribution(contribution=wrong, reason="ещё раз", actor=None)
    assert AuditEntry.objects.get(action="contribution.annulled").data["reason"] == "внесено дважды"


@pytest.mark.parametrize(
    ("fields", "message"),
    [({"amount": 0}, "больше нуля"), ({"day": timezone.localdate() + timedelta(days=2)}, "в будущем")],
)
def test_a_contribution_that_cannot_be_is_refused(fields, message):
    with pytest.raises(ValidationError, match=message):
        pay(MemberFactory(), Fund.VV, **({"amount": 1} | fields))


def test_a_row_of_another_system_comes_in_once():
    member = MemberFactory()
    first = pay(member, Fund.VV, 100_000, external_id="1c:17")
    with pytest.raises(ValidationError, match="уже загружен"):
        pay(member, Fund.VV, 100_000, external_id="1c:17")
    annul_contribution(contribution=first, reason="ошибка", actor=None)
    assert pay(member, Fund.VV, 90_000, external_id="1c:17").amount == 90_000
