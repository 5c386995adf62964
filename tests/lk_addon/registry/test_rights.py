"""The right to perform works follows from decisions that nobody can change (REQ-3.1.V2)."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.utils import DatabaseError
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.audit.models import AuditEntry
from lk_addon.registry.domain import rights
from lk_addon.registry.models import Category, Fund, Member, RightDecision, RightState, WorkRight
from lk_addon.registry.periods import ALLOWED_IN, STATE_AFTER, STATE_AFTER_TERM, periods_of, state_on
from lk_addon.registry.queries import rights_on
from tests.factories.registry import MemberFactory
from tests.factories.rights import ADMITTED, give_level, give_right, minutes
from tests.scenarios import exclude

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-3.1.V2")]

Kind = RightDecision.Kind


def day(number):
    return ADMITTED + timedelta(days=number)


def states(member, on):
    return [right.state for right in rights_on(member, on).categories]


@pytest.fixture
def member():
    member = MemberFactory()
    give_right(member, Category.SIMPLE, Category.DANGEROUS)
    return member


def test_a_right_begins_on_its_day_and_only_in_its_categories(member):
    assert states(member, day(-1)) == [None, None, None]
    assert states(member, day(0)) == [RightState.ACTIVE, RightState.ACTIVE, None]
    simple = rights_on(member, day(5)).categories[0]
    assert (simple.granted_on, simple.decision.protocol_no) == (day(0), "1")


def test_a_suspension_lasts_until_it_is_lifted_or_its_term_ends(member):
    rights.suspend_right(member=member, actor=None, **minutes(day(10), until=day(20)))
    assert states(member, day(9)) == [RightState.ACTIVE, RightState.ACTIVE, None]
    assert states(member, day(10)) == states(member, day(20)) == [RightState.SUSPENDED, RightState.SUSPENDED, None]
    assert states(member, day(21)) == [RightState.ACTIVE, RightState.ACTIVE, None]
    rights.resume_right(member=member, actor=None, categories=[Category.SIMPLE], **minutes(day(15)))
    assert states(member, day(15)) == [RightState.ACTIVE, RightState.SUSPENDED, None]
    assert rights_on(member, day(30)).categories[0].granted_on == day(0)


def test_an_ended_right_can_be_given_again(member):
    rights.terminate_right(member=member, actor=None, categories=[Category.SIMPLE], **minutes(day(10)))
    assert states(member, day(10)) == [RightState.TERMINATED, RightState.ACTIVE, None]
    give_right(member, Category.SIMPLE, day=day(20))
    assert rights_on(member, day(20)).categories[0].granted_on == day(20)


def test_competition_wants_a_level_a_right_and_no_restriction(member):
    assert not rights_on(member, day(1)).may_compete
    give_level(member, Fund.ODO, 1, 200_000)
    assert rights_on(member, day(1)).may_compete
    rights.restrict_competition(member=member, actor=None, **minutes(day(10), until=day(12)))
    restricted = rights_on(member, day(12))
    assert not restricted.may_compete
    assert restricted.restriction.until == day(12)
    assert restricted.active
    assert rights_on(member, day(13)).may_compete
    rights.restrict_competition(member=member, actor=None, **minutes(day(20)))
    rights.lift_restriction(member=member, actor=None, **minutes(day(25)))
    assert [rights_on(member, day(number)).may_compete for number in (24, 25)] == [False, True]
    rights.suspend_right(member=member, actor=None, **minutes(day(30)))
    assert not rights_on(member, day(30)).may_compete


def test_exclusion_ends_every_right():
    member = MemberFactory()
    give_right(member)
    give_level(member, Fund.ODO, 1, 200_000)
    gone = exclude(member)
    after = rights_on(gone)
    assert [right.state for right in after.categories] == [RightState.TERMINATED, None, None]
    assert after.categories[0].since == gone.terminated_at
    assert not after.may_compete
    assert not Member.objects.all().with_right(Category.SIMPLE, RightState.ACTIVE).exists()


def test_a_decision_undone_leaves_no_trace_in_the_right_and_stays_in_the_journal(member):
    [decision] = rights.suspend_right(member=member, actor=None, categories=[Category.SIMPLE], **minutes(day(10)))
    rights.cancel_decision(decision=decision, actor=None, **minutes(day(40), number="9"))
    assert states(member, day(10))[0] == RightState.ACTIVE
    assert WorkRight.objects.filter(member=member, category=Category.SIMPLE).count() == 1
    assert RightDecision.objects.filter(member=member).count() == 4
    with pytest.raises(ValidationError, match="только последнее"):
        rights.cancel_decision(decision=decision, actor=None, **minutes(day(41)))


@pytest.mark.parametrize(
    ("act", "more", "message"),
    [
        (rights.grant_right, {"categories": [Category.SIMPLE]}, "уже есть"),
        (rights.suspend_right, {"categories": [Category.NUCLEAR]}, "действующее право"),
        (rights.resume_right, {}, "не приостановлено"),
        (rights.lift_restriction, {}, "Ограничения нет"),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(member, act, more, message):
    with pytest.raises(ValidationError, match=message):
        act(member=member, actor=None, **minutes(day(10)), **more)


def test_decisions_come_in_the_order_of_time_and_within_membership(member):
    rights.suspend_right(member=member, actor=None, **minutes(day(10)))
    with pytest.raises(ValidationError, match="более позднее решение"):
        rights.terminate_right(member=member, actor=None, **minutes(day(5)))
    with pytest.raises(ValidationError, match="не является членом"):
        give_right(member, Category.NUCLEAR, day=day(-1))
    assert RightDecision.objects.filter(member=member).count() == 4


def test_a_decision_is_never_changed_or_removed(member):
    WorkRight.objects.all().delete()
    for act in (RightDecision.objects.all().delete, lambda: RightDecision.objects.update(text="иначе")):
        with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
            act()


@pytest.mark.req("REQ-4.1")
def test_the_journal_names_the_document(member):
    entry = AuditEntry.objects.get(action="right.granted")
    assert entry.data["categories"] == ["simple", "dangerous"]
    assert entry.data["document"] == "Совет СРО, протокол №\u00a01 от 03.03.2025"


def test_lists_find_members_by_right_and_by_level(member):
    stranger = MemberFactory()
    give_level(member, Fund.VV, 2, 500_000)
    rights.suspend_right(member=member, actor=None, categories=[Category.DANGEROUS], **minutes(day(10)))
    members = Member.objects.all()
    assert list(members.with_right(Category.SIMPLE, RightState.ACTIVE)) == [member]
    assert list(members.with_right(Category.DANGEROUS, RightState.SUSPENDED)) == [member]
    assert not members.with_right(Category.DANGEROUS, RightState.ACTIVE).exists()
    assert list(members.with_level(Fund.VV)) == list(members.with_level(Fund.VV, 2, 3)) == [member]
    assert stranger not in members.with_level(Fund.VV)
    assert not members.with_level(Fund.VV, on=day(-1)).exists()


def test_rights_cost_the_same_queries_for_one_decision_and_many(member, django_assert_num_queries):
    with django_assert_num_queries(2):
        rights_on(member)
    for number in range(3):
        rights.suspend_right(member=member, actor=None, **minutes(day(10 + 2 * number)))
        rights.resume_right(member=member, actor=None, **minutes(day(11 + 2 * number)))
    with django_assert_num_queries(2):
        rights_on(member)


def reckoned(decisions, on):
    """The state on a day, told decision by decision: what periods must agree with."""
    state = None
    for decision in sorted(decisions, key=lambda one: (one.effective_from, one.pk)):
        if decision.effective_from > on:
            break
        state = STATE_AFTER[decision.kind]
        if decision.until and decision.until < on:
            state = STATE_AFTER_TERM[decision.kind]
    return state


@st.composite
def histories(draw):
    """Decisions upon one category, each allowed in the state that it finds."""
    decisions, today, state_kinds = [], date(2025, 1, 1), [Kind.GRANT, Kind.SUSPEND, Kind.RESUME, Kind.TERMINATE]
    for number in range(draw(st.integers(1, 8))):
        today += timedelta(days=draw(st.integers(0, 5)))
        state = reckoned(decisions, today)
        kind = draw(st.sampled_from([kind for kind in state_kinds if state in ALLOWED_IN[kind]]))
        term = draw(st.none() | st.integers(0, 6)) if kind == Kind.SUSPEND else None
        until = None if term is None else today + timedelta(days=term)
        decisions.append(RightDecision(pk=number, kind=kind, effective_from=today, until=until, date=today))
    return decisions


@settings(max_examples=60, deadline=None)
@given(histories(), st.randoms(use_true_random=False))
def test_periods_agree_with_the_decisions_on_every_day(decisions, random):
    shuffled = decisions[:]
    random.shuffle(shuffled)
    periods = periods_of(shuffled)
    assert all(one.until < other.since for one, other in pairwise(periods))
    for number in range(-1, 60):
        on = date(2025, 1, 1) + timedelta(days=number)
        found = state_on(periods, on)
        assert (found and found.state) == reckoned(decisions, on)
