"""«Сведения из реестра (справочно)»: issued, sealed, checked by anybody, read by those who may."""

import hashlib
import io
from datetime import UTC, datetime, timedelta
from pathlib import PurePath

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from pdfminer.high_level import extract_text
from pyhanko.pdf_utils.reader import PdfFileReader

from cms.audit.models import AuditEntry
from lk_addon.registry.extracts import pdf
from lk_addon.registry.extracts.codes import ALPHABET, as_code, new_code
from lk_addon.registry.extracts.content import changed_labels, content_of
from lk_addon.registry.extracts.domain import A_MEMBER_AN_HOUR, issue_extract
from lk_addon.registry.models import Extract
from tests.factories.registry import MemberFactory
from tests.factories.rights import give_level, give_right
from tests.scenarios import back_office_of, cabinet_of, exclude

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(prepared_site):
    """The site with its root pages."""


@pytest.fixture
def extract():
    member = MemberFactory(registration_number="0901", short_name="ООО «Демострой-Север»", kpp="009901001")
    return issue_extract(member=member, way="staff", actor=None)


def content(extract):
    with extract.file.open("rb") as file:
        return file.read()


def text_of(extract):
    return " ".join(extract_text(io.BytesIO(content(extract))).split())


def check(site_client, code, **posted):
    address = f"/proverka/{code}/"
    return site_client.post(address, posted) if posted else site_client.get(address)


def certificate(path, *, days=30, password=b"secret"):
    """Write a PKCS#12 file with a self-signed certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "СРО «Пример»")])
    today = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(today - timedelta(days=60))
    builder = builder.not_valid_after(today + timedelta(days=days))
    usage = x509.KeyUsage(True, True, *[False] * 7)
    signed = builder.add_extension(usage, critical=True).sign(key, hashes.SHA256())
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(b"seal", key, signed, None, BestAvailableEncryption(password))
    )
    return str(path)


def test_file_says_what_it_is_and_that_it_bears_no_seal(extract):
    text = text_of(extract)
    for told in (extract.number, extract.shown_code, "Демострой-Север", "справочно", "не заверен электронной печатью"):
        assert told in text
    assert "009901001" not in text  # КПП is not public
    assert extract.sha256 == hashlib.sha256(content(extract)).hexdigest()
    assert AuditEntry.objects.get(action="extract.issued").data["number"] == extract.number


def test_sole_proprietors_home_is_not_in_the_file():
    member = MemberFactory(member_type="ip", address="Канарейка, ул. Домашняя", activity_address="Место работы")
    issued = issue_extract(member=member, way="staff", actor=None)
    text = text_of(issued)
    assert "Канарейка" not in text + str(issued.content)
    assert "Место работы" in text


def test_what_was_issued_is_never_changed_or_removed(extract):
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Extract.objects.update(sha256="0")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Extract.objects.all().delete()


def test_seal_is_put_when_one_is_configured(settings, tmp_path):
    settings.EXTRACT_SEAL_FILE = certificate(tmp_path / "seal.p12")
    settings.EXTRACT_SEAL_PASSWORD = "secret"
    issued = issue_extract(member=MemberFactory(), way="staff", actor=None)
    (signature,) = PdfFileReader(io.BytesIO(content(issued))).embedded_regular_signatures
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.compute_integrity_info() is None
    assert signature.coverage.name == "ENTIRE_FILE"
    assert "СРО «Пример»" in issued.sealed_by
    assert "не заверен" not in text_of(issued)


@pytest.mark.parametrize("fault", ["no file", "password", "expired"])
def test_nothing_is_issued_when_the_configured_seal_cannot_be_put(settings, tmp_path, fault):
    path = certificate(tmp_path / f"{fault}.p12", days=-1 if fault == "expired" else 30)
    settings.EXTRACT_SEAL_FILE = str(tmp_path / "absent.p12") if fault == "no file" else path
    settings.EXTRACT_SEAL_PASSWORD = "wrong" if fault == "password" else "secret"
    with pytest.raises(ValidationError, match="нельзя заверить"):
        issue_extract(member=MemberFactory(), way="staff", actor=None)
    assert not Extract.objects.exists()


def test_nothing_is_issued_when_signing_fails(settings, tmp_path, monkeypatch):
    settings.EXTRACT_SEAL_FILE = certificate(tmp_path / "seal.p12")
    settings.EXTRACT_SEAL_PASSWORD = "secret"
    monkeypatch.setattr(pdf, "render", lambda extract, sealed_by: b"no PDF")
    with pytest.raises(ValidationError, match="нельзя заверить"):
        issue_extract(member=MemberFactory(), way="staff", actor=None)
    assert not Extract.objects.exists()


def test_anybody_may_check_a_document(extract, site_client):
    page = check(site_client, extract.shown_code.lower())
    text = page.content.decode()
    assert page.status_code == 200
    assert page["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    for told in ("Документ выдан союзом", extract.number, "Демострой-Север", "не изменились", "без электронной печати"):
        assert told in text


def test_check_tells_what_has_changed_since(extract, site_client):
    give_right(extract.member)
    exclude(extract.member)
    text = check(site_client, extract.code).content.decode()
    assert "После выдачи сведения изменились" in text
    assert "Членство: статус" in text


def test_change_of_what_is_not_public_is_no_change():
    member = MemberFactory()
    before = content_of(member)
    member.kpp, member.email = "009902001", "new@example.com"
    assert changed_labels(before, content_of(member)) == []
    give_level(member, "vv", 1, 100_000)
    assert changed_labels(before, content_of(member)) == [
        "Уровни ответственности и взносы: кФ\u00a0ВВ: уровень ответственности",
        "Уровни ответственности и взносы: кФ\u00a0ВВ: внесено",
    ]


@pytest.mark.parametrize("code", ["2222-2222-2222-2222", "short", "0000000000000000"])
def test_unknown_code_is_said_to_be_unknown(extract, site_client, code):
    page = check(site_client, code)
    assert page.status_code == 404
    assert "Документа с таким кодом нет" in page.content.decode()


def test_code_is_asked_for_and_forgives_how_it_is_typed(extract, site_client):
    answer = site_client.get("/proverka/", {"code": f" {extract.shown_code.lower()} "})
    assert answer["Location"] == f"/proverka/{extract.code}/"
    assert "16 знаков" in site_client.get("/proverka/", {"code": "12"}).content.decode()
    assert as_code("АВСЕ-НКМР-ТХУ2-3456") == "ABCEHKMPTXY23456"  # Russian letters
    assert set(new_code()) <= set(ALPHABET)
    assert new_code() != new_code()


def test_file_is_compared_and_kept_nowhere(extract, site_client):
    folder = str(PurePath(extract.file.name).parent)
    before = extract.file.storage.listdir(folder)
    same = check(site_client, extract.code, file=SimpleUploadedFile("a.pdf", content(extract)))
    assert "Файл тот же" in same.content.decode()
    other = check(site_client, extract.code, file=SimpleUploadedFile("a.pdf", content(extract) + b" "))
    assert "Файл другой" in other.content.decode()
    assert "Файл тот же" not in other.content.decode()
    assert extract.file.storage.listdir(folder) == before


@pytest.mark.parametrize("posted", [{"file": ""}, {"other": "x"}])
def test_no_file_is_not_a_match(extract, site_client, posted):
    text = check(site_client, extract.code, **posted).content.decode()
    assert "Файл тот же" not in text
    assert 'id="file-error"' in text


def test_checks_are_limited(extract, site_client):
    codes = [check(site_client, extract.code).status_code for _time in range(31)]
    assert codes[29:] == [200, 429]


def test_member_orders_and_reads_its_own(scene):
    browser = cabinet_of(scene.member)
    answer = browser.post("/organization/extracts/issue/", follow=True)
    issued = Extract.objects.get()
    assert (issued.member, issued.issued_by, issued.way) == (scene.north, scene.member, "cabinet")
    assert issued.shown_code in answer.content.decode()
    file = browser.get(f"/organization/extracts/{issued.code}/")
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    file = cabinet_of(scene.colleague).get(f"/organization/extracts/{issued.code}/")
    assert b"".join(file.streaming_content) == content(issued)
    outsider = cabinet_of(scene.outsider)
    assert outsider.get(f"/organization/extracts/{issued.code}/").status_code == 404
    assert issued.shown_code not in outsider.get("/organization/extracts/").content.decode()
    assert browser.get("/organization/extracts/issue/").status_code == 405


def test_too_many_are_refused(scene, monkeypatch):
    monkeypatch.setattr("lk_addon.registry.extracts.domain.A_MEMBER_AN_HOUR", 0)
    assert A_MEMBER_AN_HOUR > 0
    answer = cabinet_of(scene.member).post("/organization/extracts/issue/", follow=True)
    assert "слишком много документов" in answer.content.decode()
    assert not Extract.objects.exists()


def test_staff_issue_and_read(scene):
    staff, editor = back_office_of(scene.staff), back_office_of(scene.editor)
    act = f"/admin/registry/{scene.north.pk}/extract/"
    assert staff.get(act).status_code == 200
    assert not Extract.objects.exists()
    for browser in (editor, back_office_of(scene.member)):
        browser.post(act)
    assert not Extract.objects.exists()
    assert staff.post(act).status_code == 302
    issued = Extract.objects.get()
    address = f"/admin/registry/extracts/{issued.pk}/"
    assert b"".join(staff.get(address).streaming_content) == content(issued)
    assert issued.number in staff.get("/admin/registry/extract/").content.decode()
    assert issued.number in staff.get(f"/admin/registry/{scene.north.pk}/tab/extracts/").content.decode()
    assert editor.get(address).status_code in (302, 403)
