"""What tests of the add-on can ask for."""

import pytest

from tests.factories.regulations import edition, regulation
from tests.scenarios import people


@pytest.fixture
def scene(db):
    """Named people with their members, see :mod:`tests.scenarios`."""
    return people()


@pytest.fixture
def documents(scene):
    """The two documents that activation asks to agree to, in force: (regulation's edition, consent's edition)."""
    return (
        edition(regulation(slug="lichnyy-kabinet", title="Регламент услуги «Личный кабинет»"), days=-10),
        edition(regulation(slug="soglasie-pdn", title="Согласие на обработку персональных данных"), days=-10),
    )
