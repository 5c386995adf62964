"""Imports in the back office: who may, what is seen, the commands."""

from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from lk_addon.cabinet.prepare import ACCOUNTING_DEPARTMENT
from lk_addon.exchange.models import ImportRun
from lk_addon.registry.models import Member
from tests.lk_addon.exchange.conftest import HEAD, workbook
from tests.lk_addon.exchange.test_members import new_row
from tests.scenarios import back_office_of, staff_of


def upload(browser, file=None, kind="members"):
    file = file or workbook(HEAD, new_row(), new_row("7002", 70002, inn="1234567895"))
    sent = SimpleUploadedFile("члены.xlsx", file.read())
    return browser.post("/admin/exchange/", {"kind": kind, "file": sent, "ground": "Протокол № 5"})


def test_staff_upload_look_write_and_undo(scene, django_capture_on_commit_callbacks):
    browser = back_office_of(scene.staff)
    with django_capture_on_commit_callbacks(execute=True):
        page = upload(browser)
    html = browser.get(page.url).content.decode()
    assert "Будет внесено строк: <strong>1</strong>" in html
    assert "Строк с ошибками: <strong>1</strong>" in html
    assert "7001" not in set(Member.objects.values_list("registration_number", flat=True))
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(f"{page.url}confirm/")
    assert Member.objects.get(registration_number="7001").changes.get().ground == "Протокол № 5"
    assert "Отменить загрузку" in browser.get(page.url).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(f"{page.url}undo/")
    assert ImportRun.objects.get().state == ImportRun.State.UNDONE


def test_progress_is_shown_while_a_worker_is_busy(scene):
    browser = back_office_of(scene.staff)
    page = upload(browser)
    html = browser.get(page.url).content.decode()
    assert "data-progress" in html
    assert "cabinet/progress" in html


def test_departments_import_only_what_they_keep(scene, checked):
    run = checked("members", workbook(HEAD, new_row()))
    accountant, editor = back_office_of(staff_of(ACCOUNTING_DEPARTMENT)), back_office_of(scene.editor)
    for path in ("", "confirm/", "undo/"):
        method = accountant.post if path else accountant.get
        assert method(f"/admin/exchange/{run.pk}/{path}").status_code == 404
    assert accountant.get(f"/admin/exchange/{run.pk}/file/").status_code == 404
    assert "kind" in upload(accountant).context["form"].errors
    assert editor.get("/admin/exchange/").status_code in (302, 403)
    assert accountant.get("/admin/exchange/sample/members/").status_code == 404
    run.refresh_from_db()
    assert run.state == ImportRun.State.CHECKED


def test_sample_is_understood_by_its_own_import(scene, checked):
    answer = back_office_of(scene.staff).get("/admin/exchange/sample/members/")
    content = b"".join(answer.streaming_content)
    run = checked("members", SimpleUploadedFile("Образец.xlsx", content))
    assert run.state == ImportRun.State.CHECKED


@pytest.mark.parametrize("number", [1, 60])
def test_page_of_an_import_costs_the_same_for_one_row_and_for_many(scene, checked, number, django_assert_num_queries):
    run = checked("members", workbook(HEAD, *(new_row(str(7200 + n), 72000 + n) for n in range(number))))
    browser = back_office_of(scene.staff)
    browser.get(f"/admin/exchange/{run.pk}/")
    with django_assert_num_queries(15):
        browser.get(f"/admin/exchange/{run.pk}/")


def test_command_shows_and_writes(scene, tmp_path):
    path = tmp_path / "члены.xlsx"
    path.write_bytes(workbook(HEAD, new_row()).read())
    said = StringIO()
    call_command("import_members", path, "--dry-run", stdout=said)
    assert "Новых: 1" in said.getvalue()
    assert not Member.objects.filter(registration_number="7001").exists()
    call_command("import_members", path, stdout=said)
    assert "Внесено: 1" in said.getvalue()
    assert Member.objects.filter(registration_number="7001").exists()


def test_command_says_why_a_file_is_no_good(db, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("одно;другое\n1;2")
    with pytest.raises(CommandError, match="нет столбцов"):
        call_command("import_members", path)
    with pytest.raises(CommandError, match="не открывается"):
        call_command("import_finance", tmp_path / "нет.xlsx")
