"""Limits of responsibility: what is used, what is warned of, and what may be signed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from lk_addon.contracts.limits import may_sign, needed_level, odo_use
from lk_addon.contracts.models import ObligationsRule
from lk_addon.registry.prepare import levels_of_law
from tests.factories.contracts import contract, level, right
from tests.factories.registry import MemberFactory

KOPECK = Decimal("0.01")
MILLION = 10**6
#: limit of the first four levels of law
LIMITS = [90 * MILLION, 500 * MILLION, 3000 * MILLION, 10_000 * MILLION]
LEVELS = {fund: [row for row in levels_of_law() if row.fund == fund and row.valid_to is None] for fund in ("vv", "odo")}


@pytest.fixture
def member(prepared_site):
    return MemberFactory()


@pytest.mark.req("REQ-L.8")
@pytest.mark.parametrize(("number", "limit"), list(enumerate(LIMITS, 1)))
@pytest.mark.parametrize("fund", ["vv", "odo"])
def test_limit_itself_is_within_the_level_and_a_kopeck_more_is_not(fund, number, limit):
    assert needed_level(LEVELS[fund], Decimal(limit)).number == number
    assert needed_level(LEVELS[fund], limit + KOPECK).number == number + 1
    assert needed_level(LEVELS[fund], limit - KOPECK).number == number


@pytest.mark.req("REQ-L.8")
@given(amount=st.decimals(min_value="0.01", max_value=10**14, places=2), fund=st.sampled_from(["vv", "odo"]))
@example(amount=Decimal("90000000.00"), fund="vv")
@example(amount=Decimal("10000000000.01"), fund="odo")
def test_needed_level_is_the_lowest_that_covers(amount, fund):
    found = needed_level(LEVELS[fund], amount)
    assert found.number == 1 + sum(amount > limit for limit in LIMITS)
    assert found.covers(amount)


@pytest.mark.req("REQ-L.8")
@pytest.mark.parametrize(("number", "limit"), list(enumerate(LIMITS, 1)))
def test_calculator_draws_the_line_where_the_law_does(member, number, limit):
    right(member)
    level(member, "vv", number)
    level(member, "odo", number)
    assert may_sign(member, Decimal(limit), competitive=True).may_sign
    answer = may_sign(member, limit + KOPECK, competitive=True)
    assert [(one.fits, one.needed.number) for one in answer.funds] == [(False, number + 1)] * 2
    assert not answer.may_sign


@pytest.mark.req("REQ-L.8")
def test_top_up_is_the_next_contribution_less_what_was_paid(member):
    right(member)
    level(member, "vv", 1, paid=Decimal(150_000))
    level(member, "odo", 1)
    contract(member, 60 * MILLION)
    answer = may_sign(member, Decimal(100 * MILLION), competitive=True)
    harm, obligations = answer.funds
    assert (harm.amount, harm.needed.number, harm.top_up) == (100 * MILLION, 2, 350_000)
    assert (obligations.amount, obligations.needed.number, obligations.top_up) == (160 * MILLION, 2, 2_300_000)


def test_direct_contract_asks_the_fund_of_harm_alone(member):
    right(member)
    level(member, "vv", 1)
    answer = may_sign(member, Decimal(90 * MILLION), competitive=False)
    assert [one.fund for one in answer.funds] == ["vv"]
    assert answer.may_sign
    assert not may_sign(member, Decimal(1), competitive=True).may_sign


def test_simple_level_of_demolition_covers_no_construction(member):
    right(member)
    level(member, "vv", 0)
    (answer,) = may_sign(member, Decimal(1), competitive=False).funds
    assert (answer.fits, answer.needed.number, answer.top_up) == (False, 1, 0)


@pytest.mark.parametrize(("state", "allowed"), [("active", True), ("suspended", False), ("terminated", False)])
def test_nothing_new_is_signed_without_a_right_in_force(member, state, allowed):
    right(member, state)
    level(member, "vv", 5)
    assert may_sign(member, Decimal(1), competitive=False).may_sign is allowed


def test_decision_closes_competition_and_leaves_direct_contracts(member):
    right(member)
    right(member, "restricted", "competitive", kind="restrict")
    level(member, "vv", 5)
    level(member, "odo", 5)
    assert not may_sign(member, Decimal(1), competitive=True).may_sign
    assert may_sign(member, Decimal(1), competitive=False).may_sign


@pytest.mark.req("REQ-L.8")
@pytest.mark.parametrize(
    ("used", "state"),
    [
        (Decimal(72 * MILLION) - KOPECK, "good"),
        (Decimal(72 * MILLION), "warning"),
        (Decimal(90 * MILLION), "warning"),
        (Decimal(90 * MILLION) + KOPECK, "exceeded"),
    ],
)
def test_gauge_warns_from_its_per_cent_and_is_exceeded_above_the_limit(member, used, state):
    level(member, "odo", 1)
    contract(member, used)
    use = odo_use(member)
    assert (use.state, use.used, use.limit) == (state, used, 90 * MILLION)
    assert use.free == max(90 * MILLION - used, 0)
    assert use.excess == max(used - 90 * MILLION, 0)


def test_fifth_level_has_no_limit_and_no_contribution_no_level(member):
    assert odo_use(member).state == "none"
    level(member, "odo", 5)
    contract(member, 10**12)
    use = odo_use(member)
    assert (use.state, use.limit, use.percent, use.free) == ("unlimited", None, None, None)


@pytest.mark.req("REQ-7.3")
def test_rules_of_counting_are_dated_rows(member):
    level(member, "odo", 1)
    contract(member, 9 * MILLION)
    contract(member, 30 * MILLION)
    today = timezone.localdate()
    assert odo_use(member).used == 39 * MILLION
    ObligationsRule.objects.create(
        valid_from=today, min_price=10 * MILLION, warning_percent=30, ground="Решение Совета № 5"
    )
    use = odo_use(member)
    assert (use.used, use.state) == (30 * MILLION, "warning")
    assert odo_use(member, today - timedelta(days=1)).used == 39 * MILLION


def test_level_of_the_day_is_compared(member):
    level(member, "odo", 1)
    assert odo_use(member, date(2025, 3, 2)).state == "none"
    assert odo_use(member, date(2025, 3, 3)).state == "good"
