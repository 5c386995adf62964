"""An extract is ordered, and the generated document goes with the answer (REQ-3.1.R6, REQ-3.2.2.N1)."""

import hashlib

import pytest
from django.core.exceptions import ValidationError

from lk_addon.correspondence.kinds import form_of
from lk_addon.correspondence.models import Letter
from lk_addon.correspondence.queries import files_of, letters_behind
from lk_addon.files.models import StoredFile
from lk_addon.registry.extracts import domain as extracts
from lk_addon.registry.models import Extract
from tests.factories.correspondence import kind_of, sent_letter
from tests.factories.decisions import decided, decision_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-3.1.R6", "REQ-3.2.2.N1")]
ORDER = {"document": "ours", "purpose": "для банка", "delivery": "cabinet"}


def form(member, **values):
    return form_of("extract").form(ORDER | values, member=member, terms=kind_of("extract").terms())


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"purpose": ""}, "purpose", "заполнить"),
        ({"delivery": "pigeon"}, "delivery", "корректный вариант"),
        ({"delivery": "paper"}, "copies", "сколько экземпляров"),
        ({"delivery": "paper", "copies": "21"}, "copies", "20"),
        ({"delivery": "paper", "copies": "0"}, "copies", "1"),
        ({"delivery": "email"}, "delivery", "нет почты организации"),
        ({"wanted_by": "2020-01-01"}, "wanted_by", "уже прошёл"),
    ],
)
def test_an_order_that_cannot_be_carried_out_is_refused(scene, values, field, words):
    assert words in " ".join(form(scene.north, **values).errors[field])


def test_an_order_needs_no_signature_and_keeps_what_its_way_needs(scene):
    letter = sent_letter(scene.member, scene.north, code="extract", **ORDER, copies="5")
    assert letter.thread.subject == "Сведения из реестра: для банка"
    assert letter.fields["copies"] is None
    scene.north.email = "office@example.com"
    assert form(scene.north, delivery="email").is_valid()


def test_the_decision_issues_the_document_and_sends_it(scene):
    letter = sent_letter(scene.member, scene.north, code="extract", **ORDER)
    told = decided(letter, scene.staff, text="Сведения приложены.")
    extract = Extract.objects.get()
    (attached,) = told.attachments.all()
    with attached.file.file.open() as file:
        content = file.read()
    assert content.startswith(b"%PDF")
    assert hashlib.sha256(content).hexdigest() == attached.file.sha256 == extract.sha256
    assert attached.file.name == f"Сведения из реестра {extract.number}.pdf"
    assert (extract.way, extract.issued_by) == ("staff", scene.staff)
    assert letters_behind([extract]) == {str(extract.pk): letter}
    assert attached.file in files_of(scene.north)
    assert attached.file not in files_of(scene.montage)


def test_what_cannot_be_issued_leaves_the_order_open(scene, monkeypatch):
    monkeypatch.setattr(extracts, "A_MEMBER_AN_HOUR", 0)
    letter = sent_letter(scene.member, scene.north, code="extract", **ORDER)
    with pytest.raises(ValidationError, match="слишком много документов"):
        decided(letter, scene.staff)
    letter.thread.refresh_from_db()
    assert letter.thread.state == "sent"
    assert (Letter.objects.count(), StoredFile.objects.count(), Extract.objects.count()) == (1, 0, 0)


def test_only_those_who_may_issue_extracts_are_offered_it(scene):
    decision = decision_of("extract")
    assert scene.staff.has_perm(decision.permission)
    assert not scene.editor.has_perm(decision.permission)
    assert not scene.outsider.has_perm(decision.permission)
