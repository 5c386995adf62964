"""Any question, and any signed document (REQ-3.1.R8, REQ-3.2.2.N10, REQ-3.2.1.S2)."""

import pytest

from lk_addon.correspondence.forms.general import E_DOCUMENTS
from lk_addon.correspondence.kinds import form_of
from tests.factories.correspondence import kind_of, sent_letter
from tests.factories.decisions import signed_letter
from tests.factories.regulations import edition, regulation

pytestmark = pytest.mark.django_db


def form(member, code, **values):
    return form_of(code).form(values or None, member=member, terms=kind_of(code).terms())


@pytest.mark.req("REQ-3.1.R8", "REQ-3.2.2.N10")
def test_a_question_needs_words_and_nothing_else(scene):
    refused = form(scene.north, "general", subject="Вопрос")
    assert refused.errors == {"text": ["Напишите, о чём вы спрашиваете."]}
    letter = sent_letter(scene.member, scene.north)
    assert letter.thread.kind.code == "general"
    assert not letter.attachments.exists()


@pytest.mark.req("REQ-3.2.1.S2")
def test_a_signed_document_goes_and_its_page_knows_the_regulation(scene):
    assert form(scene.north, "signed_other").regulation is None
    current = edition(regulation(slug=E_DOCUMENTS, title="Регламент подачи электронных документов"), days=-10)
    assert form(scene.north, "signed_other").regulation == current
    letter = signed_letter(scene.member, scene.north, code="signed_other")
    assert letter.attachments.get().signatures.count() == 1
