"""The demonstration: every state of an inspection, and safe to repeat."""

import pytest

from lk_addon.registry.demo import load_members
from lk_addon.supervision.demo import load_control
from lk_addon.supervision.models import AnnualReport, Inspection, Specialist
from lk_addon.supervision.queries import violations_open_of, with_qualification

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("prepared_site")]


@pytest.mark.parametrize("today", ["2026-11-22", "2027-01-05", "2027-06-30"])
def test_every_state_is_shown_and_repeating_adds_nothing(time_machine, today):
    time_machine.move_to(f"{today} 12:00 +0300")
    load_members()
    load_control()
    assert set(Inspection.objects.values_list("state", flat=True)) == set(Inspection.State.values)
    assert set(AnnualReport.objects.values_list("state", flat=True)) == set(AnnualReport.State.values)
    worth = with_qualification(Specialist.objects.all()).values_list("qualification", flat=True)
    assert set(worth) == set(Specialist.Qualification.values)
    named = Inspection.objects.get(member__registration_number="0901", state="remediation").member
    assert not violations_open_of(named).get().is_overdue
    before = Inspection.objects.count()
    load_control()
    assert Inspection.objects.count() == before
