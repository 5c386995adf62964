"""A regulation, and the people of the back office."""

import pytest

from cms.users.groups import APPROVERS, EDITORS
from tests.factories import regulations as make
from tests.factories.staff import desk


@pytest.fixture
def workshop(prepared_site):
    """A published regulation without editions."""
    return make.regulation()


@pytest.fixture
def editor(prepared_site):
    """The browser of a person who writes."""
    return desk(EDITORS)


@pytest.fixture
def approver(prepared_site):
    """The browser of the person who publishes."""
    return desk(APPROVERS)
