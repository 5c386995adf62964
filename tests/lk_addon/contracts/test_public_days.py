"""Public pages follow insurance by the clock: the next days on which a policy begins or has ended."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lk_addon.contracts.public import next_insurance_days
from tests.factories.contracts import policy
from tests.factories.registry import MemberFactory

pytestmark = pytest.mark.django_db


def coming():
    """Return the days, counted from today."""
    today = timezone.localdate()
    return [[(day - today).days for (day,) in question] for question in next_insurance_days(today)]


def test_nothing_is_due_without_policies():
    assert coming() == [[], []]


def test_the_nearest_beginning_and_the_day_after_the_nearest_end():
    member = MemberFactory()
    for start, end in ((-400, -35), (-100, 0), (-50, 10), (3, 368), (8, 373)):
        policy(member, start=start, end=end)
    assert coming() == [[3], [1]]


def test_days_are_dates_and_can_be_asked_with_others():
    policy(MemberFactory(), start=-1, end=4)
    begins, ends = next_insurance_days(timezone.localdate())
    assert list(begins.union(ends, all=True)) == [(timezone.localdate() + timedelta(days=5),)]
