"""Entries of the register: what they are on a day, and how a membership ends."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.audit.models import AuditEntry
from lk_addon.registry.domain.membership import cancel_exclusion, exclude_member, register_member
from lk_addon.registry.models import Member
from lk_addon.registry.names import sort_name
from tests.factories.registry import MemberFactory
from tests.scenarios import exclude

pytestmark = pytest.mark.django_db


def test_names_sort_without_form_quotes_and_yo():
    assert sort_name("ООО «Ёлочный монтаж»") == "ЕЛОЧНЫЙ МОНТАЖ"
    assert sort_name("Индивидуальный предприниматель Образцов О.\u00a0О.") == "ОБРАЗЦОВ О. О."
    assert sort_name("Аобщество «АО»") == "АОБЩЕСТВО АО"


def test_unified_number_follows_from_the_entry():
    member = MemberFactory(inn="0099000060", registration_number="906")
    assert member.unified_number == "С-056-000099000060-0906"


@pytest.mark.req("REQ-1.4")
@pytest.mark.parametrize(("days", "acting"), [(-90, False), (0, False), (1, True)])
def test_membership_ends_on_its_day_and_not_before(days, acting):
    member = exclude(MemberFactory(), days=days)
    assert member.is_acting() is acting
    assert Member.objects.acting().filter(pk=member.pk).exists() is acting
    assert Member.objects.excluded().filter(pk=member.pk).exists() is not acting


def test_dated_exclusion_takes_effect_by_the_clock():
    member = exclude(MemberFactory(), days=1)
    assert not member.is_acting(timezone.localdate() + timedelta(days=1))


def test_exclusion_is_in_the_journal_with_its_ground():
    member = exclude(MemberFactory())
    entry = AuditEntry.objects.get(action="member.excluded")
    assert (entry.object_id, entry.data["termination_ground"]) == (str(member.pk), "decision")


def test_nobody_is_excluded_twice():
    member = exclude(MemberFactory())
    with pytest.raises(ValidationError, match="уже прекращено"):
        exclude(member)


def test_exclusion_wants_a_document_and_comes_after_admission():
    member = MemberFactory(registered_at=date(2025, 3, 3))
    for fields in ({"document": ""}, {"terminated_at": date(2025, 3, 2)}):
        arguments = {"terminated_at": date(2025, 3, 4), "ground": "decision", "document": "Протокол"} | fields
        with pytest.raises(ValidationError):
            exclude_member(member=member, actor=None, **arguments)
    assert Member.objects.get(pk=member.pk).terminated_at is None


def test_one_acting_entry_per_inn_and_a_new_one_after_exclusion():
    member = MemberFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        MemberFactory(inn=member.inn)
    exclude(member)
    assert MemberFactory(inn=member.inn).is_acting()


@pytest.mark.parametrize(
    "fields",
    [
        {"inn": "7707083894"},
        {"inn": "123456789047"},
        {"member_type": "ip"},
        {"ogrn": "304500116000157"},
        {"activity_address": "г. Примерск"},
    ],
)
def test_entry_with_identifiers_of_another_kind_is_refused(fields):
    member = MemberFactory.build(**fields)
    with pytest.raises(ValidationError):
        register_member(member=member, actor=None)
    assert not Member.objects.exists()


def test_separators_that_people_type_are_dropped():
    member = MemberFactory.build(inn="7707 083-893", ogrn="1027700132195")
    register_member(member=member, actor=None)
    assert Member.objects.get().inn == "7707083893"


@pytest.mark.parametrize("words", ["елочный", "Ёлочный", "ООО «Ёлочный монтаж»", "0099", "090"])
def test_members_are_found_by_name_and_by_the_start_of_a_number(words):
    member = MemberFactory(short_name="ООО «Ёлочный монтаж»", registration_number="0902", inn="0099000021")
    other = MemberFactory(short_name="АО «Тестмост»", registration_number="1903", inn="7707083893")
    found = Member.objects.all().matching(words)
    assert member in found
    assert other not in found


@pytest.mark.parametrize("days", [1, 0, -90])
def test_cancelled_exclusion_leaves_a_version_and_a_line_in_the_journal(days):
    member = exclude(MemberFactory(), days=days)
    member = cancel_exclusion(member=member, ground="Протокол № 8", actor=None)
    assert (member.terminated_at, member.is_acting()) == (None, True)
    change = member.changes.first()
    assert (change.kind, change.ground, change.new["terminated_at"]) == ("restored", "Протокол № 8", None)
    entry = AuditEntry.objects.get(action="member.exclusion_cancelled")
    assert (entry.object_id, entry.data["document"]) == (str(member.pk), "Протокол № 8")


def test_nothing_is_cancelled_without_exclusion_or_ground_or_beside_another_entry():
    member = MemberFactory()
    with pytest.raises(ValidationError, match="не внесено"):
        cancel_exclusion(member=member, ground="Протокол", actor=None)
    exclude(member)
    with pytest.raises(ValidationError, match="причину"):
        cancel_exclusion(member=member, ground="", actor=None)
    MemberFactory(inn=member.inn)
    with pytest.raises(ValidationError, match="уже есть действующий"):
        cancel_exclusion(member=member, ground="Протокол", actor=None)
    assert not Member.objects.get(pk=member.pk).is_acting()


def test_mistaken_entry_has_no_date_to_come_and_may_be_noted_after_the_end():
    member = MemberFactory()
    mistake = {"ground": Member.Ground.MISTAKE, "document": "Служебная записка № 1", "actor": None}
    with pytest.raises(ValidationError, match="сегодняшним или прошедшим"):
        exclude_member(member=member, terminated_at=timezone.localdate() + timedelta(days=1), **mistake)
    exclude(member)
    assert exclude_member(member=member, terminated_at=member.registered_at, **mistake).is_mistaken
    with pytest.raises(ValidationError, match="уже прекращено"):
        exclude_member(member=member, terminated_at=member.registered_at, **mistake)
