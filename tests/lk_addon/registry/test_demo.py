"""The demonstration register: named members, and as many generated ones as asked for."""

import pytest
from django.core.management.base import CommandError

from lk_addon.registry.demo import load_members
from lk_addon.registry.demo_bulk import ensure_generated_members, generated_member
from lk_addon.registry.domain.rights import rebuild_periods
from lk_addon.registry.models import OBJECT_CATEGORIES, Fund, Member, RightState, WorkRight
from lk_addon.registry.queries import levels_on, rights_on

pytestmark = pytest.mark.django_db


def test_generated_members_are_well_formed_and_beside_the_named():
    load_members()
    named = set(Member.objects.values_list("pk", flat=True))
    ensure_generated_members(12)
    generated = Member.objects.exclude(pk__in=named)
    assert generated.count() == 12
    for member in generated:
        member.full_clean()
        assert member.inn.startswith("0099")
        assert member.unified_number.endswith(member.registration_number)
        assert member.current_heads()


def test_numbers_of_the_country_do_not_meet():
    members = [generated_member(counter) for counter in (*range(10000, 10400), *range(129_600, 130_000))]
    assert len({member.inn for member in members}) == len({member.ogrn for member in members}) == len(members)


def test_every_case_of_right_and_level_is_there():
    load_members(members=60)
    members = Member.objects.all()
    for fund, lowest in ((Fund.VV, 0), (Fund.ODO, 1)):
        for number in range(lowest, 6):
            assert members.with_level(fund, number).exists(), (fund, number)
    for category in OBJECT_CATEGORIES:
        assert members.with_right(category, RightState.ACTIVE).exists()
    by_number = {member.registration_number: member for member in members}
    assert rights_on(by_number["0904"]).suspended
    assert levels_on(by_number["0904"])[Fund.ODO] is None
    assert rights_on(by_number["0952"]).restriction
    assert not by_number["0906"].is_acting()
    assert len(by_number["0907"].full_name) > 250
    assert [change.kind for change in by_number["0901"].changes.all()] == ["corrected", "corrected", "registered"]


def test_generated_periods_are_those_that_the_decisions_make():
    ensure_generated_members(60)
    for member in Member.objects.filter(registration_number__in=["10000", "10001", "10026", "10051"]):
        kept = sorted(WorkRight.objects.filter(member=member).values_list("category", "state", "since", "until"))
        rebuild_periods(member, {category for category, *_rest in kept})
        made = sorted(WorkRight.objects.filter(member=member).values_list("category", "state", "since", "until"))
        assert kept == made


def test_repeating_adds_only_what_is_missing():
    load_members(members=3)
    before = set(Member.objects.values_list("pk", "updated_at"))
    load_members(members=3)
    assert set(Member.objects.values_list("pk", "updated_at")) == before
    assert ensure_generated_members(5) == 2
    assert Member.objects.count() == len(before) + 2


def test_more_than_the_reserved_numbers_is_refused():
    with pytest.raises(CommandError, match="120000"):
        load_members(members=120001)


@pytest.mark.parametrize(("many", "queries"), [(4, 8), (400, 8)])
def test_generating_costs_the_same_for_one_and_for_many(many, queries, django_assert_num_queries):
    with django_assert_num_queries(queries):
        assert ensure_generated_members(many) == many
