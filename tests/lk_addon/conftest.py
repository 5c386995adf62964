"""What tests of the add-on can ask for."""

import pytest

from tests.factories.regulations import edition, regulation
from tests.scenarios import people
from tests.scenes import begin_with


@pytest.fixture
def scene(db, request):
    """Named people with their members, see :mod:`tests.scenarios`."""
    return begin_with(people_with_documents if "documents" in request.fixturenames else people)


@pytest.fixture
def documents(scene):
    """The two documents that activation asks to agree to, in force: (regulation's edition, consent's edition)."""
    return scene.documents


def people_with_documents():
    scene = people()
    scene.documents = (
        edition(regulation(slug="lichnyy-kabinet", title="Регламент услуги «Личный кабинет»"), days=-10),
        edition(regulation(slug="soglasie-pdn", title="Согласие на обработку персональных данных"), days=-10),
    )
    return scene
