"""Employees and threads for tests of the staff's side."""

import pytest

from lk_addon.cabinet.departments import ACCOUNTING_DEPARTMENT, CORRESPONDENCE_DEPARTMENT
from tests.factories.correspondence import sent_letter
from tests.scenarios import back_office_of, staff_of


@pytest.fixture
def clerk(scene):
    """An employee of the department that answers «general» and registers for all."""
    return staff_of(CORRESPONDENCE_DEPARTMENT)


@pytest.fixture
def accountant(scene):
    """An employee of another department."""
    return staff_of(ACCOUNTING_DEPARTMENT)


@pytest.fixture
def desk(clerk):
    """The clerk's browser."""
    return back_office_of(clerk)


@pytest.fixture
def letter(scene):
    """A request of ООО «Демострой-Север» to the clerk's department."""
    return sent_letter(scene.member, scene.north)
