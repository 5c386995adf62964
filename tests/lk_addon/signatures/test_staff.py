"""Whom the SRO trusts is decided by administrators with the fingerprint before their eyes; checks are read by staff."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cms.audit.models import AuditEntry
from lk_addon.cabinet.departments import CORRESPONDENCE_DEPARTMENT
from lk_addon.cabinet.staff_tasks import tasks_for
from lk_addon.files.models import StoredFile
from lk_addon.signatures.models import RevocationList, SignatureCheck, TrustedCertificate
from tests.factories.accounts import UserFactory
from tests.factories.registry import MemberFactory
from tests.factories.signatures import check_of, trust
from tests.scenarios import back_office_of, staff_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-3.2.1")]
ADD = "trust_add"


@pytest.fixture
def administrator(prepared_site):
    return UserFactory(is_staff=True, is_superuser=True)


@pytest.fixture
def clerk(prepared_site):
    return staff_of(CORRESPONDENCE_DEPARTMENT)


def test_a_certificate_is_shown_first_and_trusted_when_confirmed(gost, administrator):
    browser = back_office_of(administrator)
    file = SimpleUploadedFile("root.cer", gost.root.certificate.read_bytes())
    shown = browser.post(reverse(ADD), {"file": file, "ground": "Сайт УЦ"})
    assert "Сравните отпечаток" in shown.content.decode()
    assert not TrustedCertificate.objects.exists()
    pem = shown.context["seen"].pem
    assert shown.context["seen"].fingerprint in shown.content.decode()
    done = browser.post(reverse(ADD), {"pem": pem, "ground": "Сайт УЦ", "confirmed": "yes"})
    assert done.status_code == 302
    row = TrustedCertificate.objects.get()
    assert (row.kind, row.added_by) == ("root", administrator)
    assert AuditEntry.objects.filter(action="trust.added", object_id=str(row.pk), actor=administrator).exists()


@pytest.mark.parametrize("content", ["person", "garbage", "orphan"])
def test_what_must_not_be_trusted_is_refused_with_the_reason(gost, administrator, content):
    data = {"person": gost.head.pem, "garbage": "text", "orphan": gost.issuer.certificate.read_text()}[content]
    page = back_office_of(administrator).post(reverse(ADD), {"pem": data, "ground": "Сайт", "confirmed": "yes"})
    words = {"person": "не удостоверяющего центра", "garbage": "не сертификат", "orphan": "Сначала внесите"}[content]
    assert words in page.content.decode()
    assert not TrustedCertificate.objects.exists()


def test_removal_wants_a_reason_and_keeps_the_row(gost, administrator):
    row = trust(gost)[1]
    back_office_of(administrator).post(reverse("trust_remove", args=[row.pk]), {"reason": "Аккредитация прекращена"})
    row.refresh_from_db()
    assert (row.is_trusted, row.removed_because) == (False, "Аккредитация прекращена")
    assert AuditEntry.objects.filter(action="trust.removed", object_id=str(row.pk)).exists()


def test_a_list_comes_by_hand_and_a_strange_one_is_refused(gost, administrator):
    root, issuer = trust(gost, lists=False)
    browser = back_office_of(administrator)
    for row, data in ((issuer, gost.root.crl()), (issuer, b"text"), (root, gost.root.crl())):
        file = SimpleUploadedFile("list.crl", data)
        browser.post(reverse("trust_list", args=[row.pk]), {"file": file})
    assert RevocationList.objects.get().issuer == root


def test_the_clerk_reads_a_check_and_repeats_it_but_trusts_nobody(gost, clerk):
    row = trust(gost)[1]
    member = MemberFactory(inn="0099000014", ogrn="0090000000014")
    check = check_of(member, b"document", gost.sign(b"document"))
    browser = back_office_of(clerk)
    page = browser.get(reverse("signatures_signaturecheck_modeladmin_inspect", args=[check.pk])).content.decode()
    assert "Подпись соответствует документу" in page
    assert "Проверить ещё раз" in page
    browser.post(reverse("signature_repeat", args=[check.pk]))
    assert SignatureCheck.objects.filter(signature=check.signature).count() == 2
    for name, args in ((ADD, []), ("trust_remove", [row.pk]), ("trust_list", [row.pk])):
        assert browser.get(reverse(name, args=args)).status_code in (302, 403)
        browser.post(reverse(name, args=args), {"reason": "Нет", "ground": "Нет"})
    row.refresh_from_db()
    assert row.is_trusted


def test_an_editor_sees_no_check(gost, prepared_site):
    member = MemberFactory(inn="0099000014", ogrn="0090000000014")
    check = check_of(member, b"document", gost.sign(b"document"))
    browser = back_office_of(staff_of("Редакторы"))
    page = browser.get(reverse("signatures_signaturecheck_modeladmin_inspect", args=[check.pk]))
    assert "Подпись соответствует" not in page.content.decode()
    browser.post(reverse("signature_repeat", args=[check.pk]))
    assert SignatureCheck.objects.count() == 1


def test_missing_lists_wait_for_those_who_watch_them(gost, clerk):
    trust(gost, lists=False)
    assert [task.count for task in tasks_for(clerk) if "без свежего списка" in task.text] == [2]


def test_the_evidence_holds_everything_byte_for_byte(gost, clerk):
    trust(gost)
    member = MemberFactory(inn="0099000014", ogrn="0090000000014")
    signature = gost.sign(b"document")
    check = check_of(member, b"document", signature)
    browser = back_office_of(clerk)
    answer = browser.get(reverse("signature_evidence", args=[check.pk]))
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert archive.read("документ.pdf") == b"document"
        assert archive.read("подпись.sig") == signature
        assert archive.read("протокол.pdf").startswith(b"%PDF")
        assert sum(name.startswith("сертификаты/") for name in names) == 3
        assert sum(name.startswith("списки отозванных/") for name in names) == 2
    assert AuditEntry.objects.filter(action="signature.evidence_taken", object_id=str(check.pk)).exists()
    assert browser.get(reverse("signature_protocol", args=[check.pk])).content.startswith(b"%PDF")
    outsider = back_office_of(staff_of("Редакторы"))
    for name in ("signature_evidence", "signature_protocol"):
        assert outsider.get(reverse(name, args=[check.pk])).status_code in (302, 403)


def test_a_document_in_quarantine_is_not_given(gost, clerk):
    trust(gost)
    member = MemberFactory(inn="0099000014", ogrn="0090000000014")
    check = check_of(member, b"document", gost.sign(b"document"))
    StoredFile.objects.filter(pk=check.document_id).update(scan=StoredFile.Scan.INFECTED)
    answer = back_office_of(clerk).get(reverse("signature_evidence", args=[check.pk]))
    assert answer.status_code == 302
