"""A file of the exchange goes out under its own name, journalled, and only when it may (REQ-3.2)."""

import pytest
from django.core.files.storage import InMemoryStorage, storages
from django.utils.http import content_disposition_header

from cms.audit.models import AuditEntry
from lk_addon.cabinet.departments import CORRESPONDENCE_DEPARTMENT
from lk_addon.cabinet.files import private_storage
from lk_addon.files.models import StoredFile
from tests.factories.correspondence import stored_file
from tests.factories.uploads import PDF
from tests.lk_addon.files.pages import pages_of_the_test
from tests.scenarios import back_office_of, cabinet_of, staff_of

pytestmark = pytest.mark.req("REQ-3.2")

NAME = "Отчёт «Ёлка» за 2026 год.pdf"
LIST = "/admin/files/storedfile/"


@pytest.fixture(autouse=True)
def _pages(monkeypatch):
    yield from pages_of_the_test(monkeypatch)


def test_a_clean_file_is_given_under_its_name_and_journalled(scene):
    stored = stored_file(scene.north, name=NAME, content=PDF)
    answer = cabinet_of(scene.member).get(f"/given/{stored.pk}/")
    assert answer.getvalue() == PDF
    assert answer["Content-Disposition"] == content_disposition_header(True, NAME)
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store")
    entry = AuditEntry.objects.get(action="file.downloaded")
    assert (entry.actor, entry.object_id) == (scene.member, str(stored.pk))
    assert "Отчёт" not in str(entry.data)


def test_behind_nginx_the_answer_says_where_the_bytes_lie(scene, settings):
    settings.PRIVATE_ACCEL = "/private-files/"
    stored = stored_file(scene.north, name=NAME, content=PDF)
    answer = cabinet_of(scene.member).get(f"/given/{stored.pk}/")
    assert answer.content == b""
    assert answer["X-Accel-Redirect"] == f"/private-files/{stored.file.name}"
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "no-store")
    assert answer["Content-Disposition"] == content_disposition_header(True, NAME)
    assert AuditEntry.objects.filter(action="file.downloaded", object_id=str(stored.pk)).exists()


def test_a_file_whose_bytes_are_lost_is_not_found(scene, settings):
    stored = stored_file(scene.north)
    stored.file.storage.delete(stored.file.name)
    for settings.PRIVATE_ACCEL in ("", "/private-files/"):
        assert cabinet_of(scene.member).get(f"/given/{stored.pk}/").status_code == 404


def test_a_file_of_another_member_is_not_found(scene):
    stored = stored_file(scene.north)
    assert cabinet_of(scene.outsider).get(f"/given/{stored.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("scan", "said"),
    [("waiting", "ещё не проверен"), ("unscanned", "ещё не проверен"), ("infected", "заражён и изолирован")],
)
def test_what_is_not_clean_is_told_of_and_not_given(scene, scan, said, settings):
    settings.ANTIVIRUS_REQUIRED = True
    stored = stored_file(scene.north, name=NAME, content=PDF, scan=scan)
    answer = cabinet_of(scene.member).get(f"/given/{stored.pk}/")
    assert answer.status_code == 409
    assert said in answer.content.decode()
    assert PDF not in answer.content
    assert "no-store" in answer["Cache-Control"]
    assert not AuditEntry.objects.filter(action="file.downloaded").exists()


def test_the_storage_is_the_one_that_settings_name(settings):
    assert isinstance(StoredFile._meta.get_field("file").storage, type(storages["private"]))
    settings.STORAGES = settings.STORAGES | {"private": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    assert isinstance(private_storage(), InMemoryStorage)


def test_from_a_storage_behind_the_network_django_sends_the_bytes_also_behind_nginx(scene, settings, monkeypatch):
    settings.PRIVATE_ACCEL = "/private-files/"
    monkeypatch.setattr(StoredFile._meta.get_field("file"), "storage", InMemoryStorage())
    stored = stored_file(scene.north, content=PDF)
    answer = cabinet_of(scene.member).get(f"/given/{stored.pk}/")
    assert answer.getvalue() == PDF
    assert "X-Accel-Redirect" not in answer


def test_staff_see_what_is_not_clean_without_names_and_change_nothing(scene):
    for scan in StoredFile.Scan.values:
        stored_file(scene.north, name=f"секрет-{scan}.pdf", scan=scan)
    desk = back_office_of(staff_of(CORRESPONDENCE_DEPARTMENT))
    page = desk.get(LIST).content.decode()
    assert "заражён, изолирован" in page
    assert "ждёт проверки антивирусом" in page
    assert "секрет" not in page
    assert page.count("ООО «Демострой-Север»") == 3
    stored = StoredFile.objects.first()
    for act in ("create/", f"edit/{stored.pk}/", f"delete/{stored.pk}/"):
        assert desk.get(LIST + act).status_code in (302, 403, 404)
    assert back_office_of(scene.editor).get(LIST).status_code in (302, 403)


@pytest.mark.parametrize(("required", "address", "reminded"), [(False, "", 1), (False, "/run/x", 0), (True, "", 0)])
def test_staff_are_reminded_that_files_go_out_unscanned(scene, settings, required, address, reminded):
    settings.ANTIVIRUS_REQUIRED, settings.CLAMD_SOCKET = required, address
    home = back_office_of(staff_of(CORRESPONDENCE_DEPARTMENT)).get("/admin/").content.decode()
    assert home.count("Антивирус не подключён") == reminded
    assert "Антивирус не подключён" not in back_office_of(scene.editor).get("/admin/").content.decode()
