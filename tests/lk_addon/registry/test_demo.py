"""The demonstration register: named members, and as many generated ones as asked for."""

import pytest
from django.core.management.base import CommandError

from lk_addon.registry.demo import load_members
from lk_addon.registry.demo_bulk import ensure_generated_members
from lk_addon.registry.models import Member

pytestmark = pytest.mark.django_db


def test_generated_members_are_well_formed_and_beside_the_named():
    load_members()
    named = set(Member.objects.values_list("pk", flat=True))
    load_members(members=12)
    generated = Member.objects.exclude(pk__in=named)
    assert generated.count() == 12
    for member in generated:
        member.full_clean()
        assert member.inn.startswith("00991")
        assert member.unified_number.endswith(member.registration_number)
        assert member.current_heads()


def test_repeating_adds_only_what_is_missing():
    load_members(members=3)
    before = set(Member.objects.values_list("pk", "updated_at"))
    load_members(members=3)
    assert set(Member.objects.values_list("pk", "updated_at")) == before
    load_members(members=5)
    assert Member.objects.count() == len(before) + 2


def test_more_than_the_reserved_numbers_is_refused():
    with pytest.raises(CommandError, match="90000"):
        load_members(members=90001)


@pytest.mark.parametrize(("many", "queries"), [(1, 3), (400, 3)])
def test_generating_costs_the_same_for_one_and_for_many(many, queries, django_assert_num_queries):
    with django_assert_num_queries(queries):
        assert ensure_generated_members(many) == many
