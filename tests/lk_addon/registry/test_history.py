"""Every version of an entry is kept, and the card of any day can be shown again (REQ-3.1.V1, REQ-1.1.e)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.utils import DatabaseError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lk_addon.registry.domain.membership import correct_entry, register_member
from lk_addon.registry.history import entry_on, snapshot
from lk_addon.registry.models import Member, MemberHead, RegistryChange
from lk_addon.registry.queries import changes_between
from tests.factories.registry import MemberFactory
from tests.scenarios import exclude

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-3.1.V1")]

DAY = timedelta(days=1)


def correct(member, on, **values):
    fresh = Member.objects.get(pk=member.pk)
    for name, value in values.items():
        setattr(fresh, name, value)
    return correct_entry(member=fresh, actor=None, ground="заявление № 5", entered_on=on)


def test_the_card_of_a_day_is_rebuilt_with_heads():
    member = MemberFactory(phones="1")
    correct(member, date(2025, 6, 1), phones="2", short_name="ООО «Новое имя»")
    correct(
        member,
        date(2025, 7, 1),
        heads=[MemberHead(position="Директор", full_name="Новый Никита Никитич", since=date(2025, 7, 1))],
    )
    member = correct(member, date(2025, 7, 1), phones="3")
    told = {
        on: (card.phones, [head.full_name for head in card.current_heads(on)])
        for on in (date(2025, 3, 3), date(2025, 6, 1), date(2025, 6, 30), date(2025, 7, 1))
        for card in [entry_on(member, on)]
    }
    assert list(told.values()) == [
        ("1", ["Образцов Олег Олегович"]),
        ("2", ["Образцов Олег Олегович"]),
        ("2", ["Образцов Олег Олегович"]),
        ("3", ["Новый Никита Никитич"]),
    ]
    assert entry_on(member, date(2025, 6, 1)).sort_name == "НОВОЕ ИМЯ"
    assert entry_on(member, member.registered_at - DAY) is None


def test_a_change_keeps_only_what_differs_and_who_said_so():
    member = correct(MemberFactory(phones="1"), date(2025, 6, 1), phones="2")
    change = member.changes.get()
    assert (change.old, change.new, change.ground) == ({"phones": "1"}, {"phones": "2"}, "заявление № 5")
    correct(member, None, phones="2")
    assert member.changes.count() == 1


def test_admission_and_exclusion_are_versions_too():
    member = register_member(member=MemberFactory.build(), actor=None, ground="Протокол № 1")
    gone = exclude(member)
    kinds = list(gone.changes.values_list("kind", flat=True))
    assert kinds == [RegistryChange.Kind.EXCLUDED, RegistryChange.Kind.REGISTERED]
    assert entry_on(gone, timezone.localdate() - DAY).terminated_at is None
    assert entry_on(gone, timezone.localdate()).terminated_at == timezone.localdate()


def test_changes_between_two_days_leave_out_the_first_and_take_in_the_last():
    member = MemberFactory(phones="1")
    for number, on in enumerate((date(2025, 6, 1), date(2025, 7, 1), date(2025, 8, 1)), start=2):
        correct(member, on, phones=str(number))
    found = changes_between(member, date(2025, 6, 1), date(2025, 8, 1))
    assert [change.new["phones"] for change in found] == ["4", "3"]


@pytest.mark.req("REQ-L.4")
@pytest.mark.parametrize(
    ("details", "message"),
    [
        ({"ground": ""}, "Назовите документ"),
        ({"entered_on": date(2025, 5, 31)}, "уже вносились"),
        ({"entered_on": timezone.localdate() + DAY}, "будущим числом"),
        ({"event_on": date(2025, 6, 5), "reported_on": date(2025, 6, 4)}, "не раньше"),
    ],
)
def test_an_order_of_days_that_cannot_be_is_refused(details, message):
    member = correct(MemberFactory(phones="1"), date(2025, 6, 1), phones="2")
    member.phones = "3"
    with pytest.raises(ValidationError, match=message):
        correct_entry(member=member, actor=None, **({"ground": "заявление № 6"} | details))
    assert Member.objects.get().phones == "2"


def test_a_version_is_never_changed_or_removed():
    member = correct(MemberFactory(), date(2025, 6, 1), phones="2")
    for act in (member.changes.all().delete, lambda: member.changes.update(ground="иначе")):
        with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
            act()


def test_the_address_is_put_together_from_its_parts():
    member = MemberFactory(address_region="Учебный край", address_street="ул. Учебная", address_house="5")
    assert member.address == "Учебный край, ул. Учебная, д.\u00a05"


@pytest.mark.req("REQ-1.1.e")
def test_members_without_a_head_in_authority_are_found():
    member = MemberFactory()
    assert not Member.objects.all().without_head().exists()
    member.heads.update(until=date(2025, 12, 31))
    assert list(Member.objects.all().without_head()) == [member]
    assert not Member.objects.all().without_head(on=date(2025, 12, 31)).exists()


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["", "1", "2", "3"])), min_size=1, max_size=4))
def test_every_version_comes_back_as_it_was(steps):
    member = MemberFactory(phones="0")
    on, versions = date(2025, 5, 1), {}
    for days, phones in steps:
        on += days * DAY
        member = correct(member, on, phones=phones)
        versions[on] = snapshot(member)
    for on, version in versions.items():
        assert snapshot(entry_on(member, on)) == version
