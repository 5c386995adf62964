"""The demonstration: meetings in every state that members see, and safe to repeat."""

import pytest

from lk_addon.accounts.demo import load_accounts
from lk_addon.meetings.demo import load_meetings
from lk_addon.meetings.models import ItemResult, Meeting
from lk_addon.registry.demo import load_members

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("prepared_site")]


def test_meetings_vote_are_ahead_were_held_and_called_off_and_repeating_adds_nothing():
    load_members()
    load_accounts()
    load_meetings()
    states = Meeting.State
    assert set(Meeting.objects.values_list("state", flat=True)) == {
        states.VOTING, states.ANNOUNCED, states.HELD, states.CANCELLED
    }  # fmt: skip
    assert ItemResult.objects.filter(is_adopted=True).exists()
    load_meetings()
    assert Meeting.objects.count() == 4
