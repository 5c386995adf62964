"""The demonstration: a journal and policies to look at, and safe to repeat."""

import pytest

from lk_addon.contracts.demo import load_contracts
from lk_addon.contracts.models import Amendment, Contract, InsuranceContract
from lk_addon.registry.demo import load_members

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("prepared_site")]


@pytest.mark.parametrize("today", ["2026-11-22", "2027-01-05", "2027-06-30"])
def test_contracts_and_policies_are_there_and_repeating_adds_nothing(time_machine, today):
    time_machine.move_to(f"{today} 12:00 +0300")
    load_members()
    load_contracts()
    assert set(Contract.objects.values_list("status", flat=True)) >= {"active", "completed", "terminated"}
    assert Amendment.objects.exists()
    before = Contract.objects.count(), InsuranceContract.objects.count()
    load_contracts()
    assert (Contract.objects.count(), InsuranceContract.objects.count()) == before
