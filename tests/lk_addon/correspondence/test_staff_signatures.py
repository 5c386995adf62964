"""Verdicts of signatures on the staff's page of a thread, and the seal upon what the SRO answers (REQ-3.2.1)."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader

from cms.audit.models import AuditEntry
from lk_addon.cabinet.departments import CORRESPONDENCE_DEPARTMENT
from lk_addon.correspondence.domain.answering import reply
from lk_addon.correspondence.models import AttachedSignature, DraftFile, Letter, NumberSeries
from lk_addon.files.models import StoredFile
from lk_addon.signatures.models import SignatureCheck
from tests.factories.correspondence import draft, kind_of, sent_letter, stored_file
from tests.lk_addon.registry.extracts.test_extracts import certificate
from tests.scenarios import back_office_of, staff_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-3.2.1")]

SIGNED = {"signatory_position": "Директор", "signatory_name": "Образцов О. О."}


@pytest.fixture
def check(scene):
    """A finished check of a signature that came with a letter."""
    letter = sent_letter(scene.member, scene.north, files=[stored_file(scene.north)])
    attachment = letter.attachments.get()
    signature = stored_file(scene.north, name="письмо.pdf.sig", content=b"0")
    AttachedSignature.objects.create(attachment=attachment, file=signature)
    return SignatureCheck.objects.create(
        document=attachment.file,
        signature=signature,
        member=scene.north,
        reference_time=letter.sent_at,
        finished_at=timezone.now(),
        verdict=SignatureCheck.Verdict.INVALID,
        reasons=["Сертификат отозван 01.03.2026."],
    )


def page(check, rest=""):
    thread = Letter.objects.get(attachments__file=check.document).thread_id
    return f"/admin/correspondence/threads/{thread}/{rest}"


def test_the_verdict_and_its_reasons_stand_beside_the_file(check, desk):
    shown = desk.get(page(check)).content.decode()
    assert "Подпись неверна" in shown
    assert "Сертификат отозван 01.03.2026." in shown
    assert page(check, f"checks/{check.pk}/") in shown


def test_protocol_and_evidence_are_taken_and_journalled(check, desk):
    assert desk.get(page(check, f"checks/{check.pk}/")).status_code == 200
    protocol = desk.get(page(check, f"checks/{check.pk}/protocol/"))
    assert protocol.content[:5] == b"%PDF-"
    evidence = desk.get(page(check, f"checks/{check.pk}/evidence/"))
    assert b"".join(evidence.streaming_content)[:2] == b"PK"
    told = AuditEntry.objects.filter(object_type=check._meta.label_lower, object_id=str(check.pk))
    assert {entry.action for entry in told} == {"signature.protocol_taken", "signature.evidence_taken"}


def test_evidence_with_an_infected_file_is_given_to_nobody(check, desk):
    StoredFile.objects.filter(pk=check.document_id).update(scan="infected")
    assert desk.get(page(check, f"checks/{check.pk}/evidence/")).status_code == 302


def test_a_check_is_repeated_as_of_the_same_time(check, desk, clerk):
    answer = desk.post(page(check, f"checks/{check.pk}/repeat/"))
    again = SignatureCheck.objects.exclude(pk=check.pk).get()
    assert answer["Location"] == page(check, f"checks/{again.pk}/")
    assert (again.reference_time, again.verdict) == (check.reference_time, "pending")
    assert AuditEntry.objects.filter(action="signature.check_asked", actor=clerk).exists()
    assert "Проверяется" in desk.get(page(check)).content.decode()


@pytest.mark.parametrize("rest", ["", "protocol/", "evidence/", "repeat/"])
def test_another_department_and_another_thread_give_no_check(scene, check, accountant, desk, rest):
    address = page(check, f"checks/{check.pk}/{rest}")
    assert back_office_of(accountant).get(address).status_code == 404
    assert back_office_of(scene.editor).get(address).status_code == 302
    other = sent_letter(scene.outsider, scene.montage)
    assert desk.get(f"/admin/correspondence/threads/{other.thread_id}/checks/{check.pk}/{rest}").status_code == 404


def test_an_answer_on_letterhead_is_sealed_when_a_seal_is_configured(settings, tmp_path, letter, clerk):
    settings.EXTRACT_SEAL_FILE, settings.EXTRACT_SEAL_PASSWORD = certificate(tmp_path / "seal.p12"), "secret"
    sent = reply(thread=letter.thread, text="Ответ", actor=clerk, on_letterhead=True, signatory=SIGNED)
    file = sent.attachments.get().file
    with file.file.storage.open(file.file.name) as opened:
        (signature,) = PdfFileReader(BytesIO(opened.read())).embedded_regular_signatures
    assert signature.compute_integrity_info() is None
    assert signature.sig_object["/Reason"] == "Письмо члену СРО"


def test_nothing_goes_when_the_configured_seal_cannot_be_put(settings, tmp_path, letter, clerk):
    settings.EXTRACT_SEAL_FILE, settings.EXTRACT_SEAL_PASSWORD = str(tmp_path / "absent.p12"), "secret"
    with pytest.raises(ValidationError, match="нельзя заверить"):
        reply(thread=letter.thread, text="Ответ", actor=clerk, on_letterhead=True, signatory=SIGNED)
    assert letter.thread.letters.count() == 1
    assert not NumberSeries.objects.filter(code="outgoing", last__gt=0).exists()
    assert not StoredFile.objects.exists()


def checked(scene, document, signature):
    """A finished check, which evidence can be taken of."""
    return SignatureCheck.objects.create(
        document=document, signature=signature, member=scene.north, reference_time=timezone.now(),
        finished_at=timezone.now(), verdict=SignatureCheck.Verdict.VALID,
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["draft", "staff_docs", "general"])
def test_the_list_of_checks_gives_no_document_that_this_employee_may_not_read(scene, kind):
    signature = stored_file(scene.north, name="письмо.pdf.sig", content=b"0")
    if kind == "draft":
        begun = draft(scene.member, scene.north, files=[stored_file(scene.north)])
        document = begun.files.get()
        DraftFile.objects.create(draft=begun, file=signature, signs=document)
    else:
        document = sent_letter(scene.member, scene.north, files=[stored_file(scene.north)]).attachments.get()
        AttachedSignature.objects.create(attachment=document, file=signature)
        document.letter.thread.kind = kind_of(kind)
        document.letter.thread.save()
    check = checked(scene, document.file, signature)
    browser = back_office_of(staff_of(CORRESPONDENCE_DEPARTMENT))
    addresses = [
        *(reverse(f"signature_{name}", args=[check.pk]) for name in ("protocol", "evidence", "repeat")),
        reverse("signatures_signaturecheck_modeladmin_inspect", args=[check.pk]),
    ]
    expected = 200 if kind == "general" else 404
    assert [browser.get(address).status_code for address in addresses] == [expected] * 4
    listed = browser.get(reverse("signatures_signaturecheck_modeladmin_index")).context["result_count"]
    assert listed == (kind == "general")
