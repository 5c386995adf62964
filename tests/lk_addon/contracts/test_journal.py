"""The journal of contracts: what is left to do on a day, and which contracts count."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cms.audit.models import AuditEntry
from lk_addon.contracts.coverage import gaps, overlaps
from lk_addon.contracts.domain.contracts import close_contract, save_contract
from lk_addon.contracts.limits import odo_use
from lk_addon.contracts.models import Amendment, Contract, InsuranceContract
from lk_addon.contracts.queries import (
    contracts_of,
    ending_contracts,
    ending_insurance,
    late_contracts,
)
from tests.factories.contracts import contract, policy
from tests.factories.registry import MemberFactory

DAY = date(2025, 12, 31)


def used(member, day):
    return odo_use(member, day).used


@pytest.fixture
def member(prepared_site):
    return MemberFactory()


@pytest.mark.req("REQ-3.1.V6")
def test_remaining_is_the_price_of_the_day_less_what_was_accepted(member):
    contract(
        member,
        100,
        date(2025, 6, 1),
        acts=[(date(2025, 7, 1), 30), (date(2025, 9, 1), 50)],
        amendments=[(date(2025, 8, 1), 120)],
    )
    for day, price, accepted in [
        (date(2025, 6, 30), 100, 0),
        (date(2025, 7, 1), 100, 30),
        (date(2025, 8, 1), 120, 30),
        (DAY, 120, 80),
    ]:
        row = contracts_of(member, day).get()
        assert (row.price_now, row.accepted, row.remaining) == (price, accepted, price - accepted)


def test_amendment_without_a_price_leaves_it_and_the_last_one_counts(member):
    row = contract(member, 100, amendments=[(date(2025, 7, 1), 90), (date(2025, 7, 1), 110)])
    Amendment.objects.create(contract=row, number="3", date=date(2025, 8, 1), end_date=DAY, subject="Срок")
    found = contracts_of(member, DAY).get()
    assert (found.price_now, found.end_now) == (110, DAY)


def test_more_accepted_than_agreed_leaves_nothing(member):
    contract(member, 100, acts=[(date(2025, 7, 1), 130)])
    assert contracts_of(member).get().remaining == 0


@pytest.mark.req("REQ-L.8")
def test_only_competitive_contracts_of_the_day_make_up_the_obligations(member):
    contract(member, 1)
    contract(member, 10, procurement="direct")
    contract(member, 100, procurement="direct", counts_for_odo=True)
    contract(member, 1000, counts_for_odo=False)
    contract(member, 10_000, status="disputed")
    contract(member, 100_000, date(2025, 7, 1))
    contract(MemberFactory(), 10**9)
    assert used(member, date(2025, 6, 1)) == 10_101
    assert used(member, DAY) == 110_101


def test_closed_contract_is_no_obligation_from_its_day_on(member):
    row = contract(member, 100)
    close_contract(contract=row, status="completed", closed_on=DAY, actor=None)
    assert used(member, DAY - timedelta(days=1)) == 100
    assert used(member, DAY) == 0
    with pytest.raises(ValidationError, match="уже закрыт"):
        close_contract(contract=row, status="terminated", closed_on=DAY, actor=None)


@pytest.mark.parametrize(
    "fields",
    [
        {"price": 0},
        {"status": "completed"},
        {"closed_on": DAY},
        {"status": "terminated", "closed_on": date(2025, 5, 31)},
        {"start": DAY, "end": date(2025, 6, 1)},
        {"notice_no": "123"},
        {"customer_inn": "7707083894"},
        {"acts": [(date(2025, 5, 31), 1)]},
        {"day": timezone.localdate() + timedelta(days=1)},
    ],
)
def test_contract_that_cannot_be_so_is_refused(member, fields):
    fields = {"price": 100} | fields
    with pytest.raises(ValidationError):
        contract(member, **fields)
    assert not Contract.objects.exists()


def test_the_journal_of_acts_knows_who_changed_a_contract(member):
    row = contract(member, 100, number="7/26")
    row.status = "suspended"
    save_contract(contract=row, actor=None, changed=["status"])
    actions = AuditEntry.objects.filter(object_type="contracts.contract").order_by("pk")
    assert [entry.action for entry in actions] == ["contract.registered", "contract.changed"]
    assert actions.last().data["changed"] == ["status"]


def test_contracts_that_end_and_that_are_late_follow_their_amendments(member):
    today = timezone.localdate()
    late = contract(member, 1, end=today - timedelta(days=1))
    moved = contract(member, 1, end=today - timedelta(days=1))
    Amendment.objects.create(contract=moved, number="1", date=today, end_date=today + timedelta(days=5))
    contract(member, 1, end=today - timedelta(days=1), status="completed", closed_on=today)
    assert list(late_contracts(member)) == [late]
    assert list(ending_contracts(member, today, today + timedelta(days=5))) == [moved]


@pytest.mark.req("REQ-3.1.V7")
def test_insurance_is_split_by_its_last_day(member):
    last_day, ended, future = policy(member, end=0), policy(member, end=-1), policy(member, start=5)
    assert set(InsuranceContract.objects.current()) == {last_day, future}
    assert set(InsuranceContract.objects.archive()) == {ended}
    assert [one.state for one in (last_day, ended, future)] == ["expiring", "expired", "future"]
    assert policy(member, end=30).state == "expiring"
    assert policy(member, end=31).state == "active"


def test_policy_that_another_outlasts_needs_no_reminder(member):
    today = timezone.localdate()
    policy(member, start=-300, end=10)
    renewed = policy(member, start=11, end=20)
    policy(member, start=-300, end=15, kind="contractual")
    found = ending_insurance(member, today, today + timedelta(days=30))
    assert {one.kind for one in found} == {"liability", "contractual"}
    assert renewed in found
    assert len(found) == 2


def stretches(found):
    first = timezone.localdate()
    return [((one.start - first).days, (one.end - first).days) for one in found]


@pytest.mark.req("REQ-3.1.V7")
def test_holes_and_overlaps_of_insurance_are_found(member):
    terms = [(0, 10), (5, 20), (21, 30), (33, 40), (34, 36)]
    policies = [policy(member, *term) for term in terms]
    assert stretches(gaps(policies)) == [(31, 32)]
    assert stretches(overlaps(policies)) == [(5, 10), (34, 36)]
    assert gaps([]) == overlaps([]) == []


SUMS = st.decimals(min_value="0.01", max_value=10**12, places=2)
DAYS = st.integers(min_value=0, max_value=200)
DATED = st.lists(st.tuples(DAYS, SUMS), max_size=4)


class RemainingProperties(TestCase):
    """Whatever was agreed and accepted, on whatever day."""

    @given(
        price=SUMS,
        acts=st.lists(st.tuples(DAYS, SUMS), max_size=4),
        changes=st.lists(st.tuples(DAYS, SUMS), max_size=3),
        day=DAYS,
    )
    @settings(max_examples=15, deadline=None)
    def test_database_counts_as_a_person_would(self, price, acts, changes, day):
        begin = date(2025, 1, 1)

        def at(number):
            return begin + timedelta(days=number)

        row = contract(
            MemberFactory(),
            price,
            begin,
            acts=[(at(number), sum) for number, sum in acts],
            amendments=[(at(number), new) for number, new in changes],
        )
        in_force = [new for _number, new in sorted((c for c in changes if c[0] <= day), key=lambda c: c[0])]
        accepted = sum((amount for number, amount in acts if number <= day), Decimal(0))
        found = contracts_of(row.member, at(day)).get()
        assert found.price_now == (in_force[-1] if in_force else price)
        assert found.remaining == max(found.price_now - accepted, 0)
        assert used(row.member, at(day)) == found.remaining
