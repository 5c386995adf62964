"""The uploader in a real browser: a broken connection costs nothing but time (REQ-3.2)."""

import hashlib
import random
import re

import pytest
from playwright.sync_api import expect

from lk_addon.files.domain import uploads
from lk_addon.files.models import StoredFile, Upload
from tests.e2e.test_cabinet import enter
from tests.factories.uploads import PDF
from tests.lk_addon.files.pages import pages_of_the_test
from tests.scenarios import people

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.needs_addon, pytest.mark.req("REQ-3.2")]

PIECES = re.compile(r"/files/uploads/[0-9a-f-]+/\d+/$")
PATIENCE = 90_000  # milliseconds; the file is there as soon as it is there


@pytest.fixture
def uploader(live_site, page, lk_url, settings, monkeypatch):
    """The page with the uploader, open as a member's representative."""
    settings.SECOND_FACTOR_REQUIRED_FOR_MEMBERS = False
    pages = pages_of_the_test(monkeypatch)
    next(pages)
    enter(page, lk_url, people().member, settings)
    page.goto(f"{lk_url}/uploader/")
    yield page
    next(pages, None)


def a_file(folder, name, size):
    """Write a PDF of ``size`` bytes; the same each time."""
    content = PDF + random.Random(1).randbytes(size - len(PDF))
    path = folder / name
    path.write_bytes(content)
    return path, content


def test_twenty_megabytes_arrive_whole_over_a_line_that_breaks(uploader, tmp_path, monkeypatch, axe):
    path, content = a_file(tmp_path, "Отчёт.pdf", 20 * 1024 * 1024)
    asked, answered = [], []
    append = uploads.append

    def cut_the_second(route):
        asked.append(route.request.url)
        if len(asked) == 2:
            route.abort("connectionreset")
        else:
            route.continue_()

    def lose_the_second_answer(**piece):
        kept = append(**piece)
        answered.append(kept.received)
        if len(answered) == 2:
            raise ConnectionError("the piece is kept, its answer is lost")
        return kept

    uploader.route(PIECES, cut_the_second)
    monkeypatch.setattr(uploads, "append", lose_the_second_answer)
    uploader.get_by_label("Файлы").set_input_files(path)
    row = uploader.locator(".uploader-row")
    expect(row).to_contain_text("Нет связи с сайтом", timeout=PATIENCE)
    expect(row).to_contain_text("Загружен", timeout=PATIENCE)
    stored = StoredFile.objects.get()
    assert (stored.name, stored.size) == ("Отчёт.pdf", len(content))
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    with stored.file.open("rb") as kept:
        assert hashlib.file_digest(kept, "sha256").hexdigest() == stored.sha256
    assert row.locator("input[name=files]").input_value() == str(stored.pk)
    assert sorted(set(answered)) == answered, "a piece was doubled"
    axe(uploader)


def test_what_is_refused_says_why_and_the_next_file_is_not_held_up(uploader, tmp_path):
    bad = tmp_path / "письмо.pdf"
    bad.write_text("<!DOCTYPE html><html><script>alert(1)</script></html>")
    good, _content = a_file(tmp_path, "скан.pdf", 2000)
    uploader.get_by_label("Файлы").set_input_files([bad, good])
    rows = uploader.locator(".uploader-row")
    expect(rows.nth(0)).to_contain_text("Содержимое файла не похоже на PDF")
    expect(rows.nth(0).get_by_role("button", name="Повторить")).to_be_visible()
    expect(rows.nth(1)).to_contain_text("Загружен")
    rows.nth(1).get_by_role("button", name="Убрать файл скан.pdf").press("Enter")
    expect(rows).to_have_count(1)
    assert uploader.locator("input[name=files]").count() == 0


def test_an_upload_that_is_cancelled_is_gone(uploader, tmp_path):
    path, _content = a_file(tmp_path, "скан.pdf", 2000)
    uploader.route(PIECES, lambda route: route.abort("connectionreset"))
    uploader.get_by_label("Файлы").set_input_files(path)
    row = uploader.locator(".uploader-row")
    expect(row).to_contain_text("Нет связи с сайтом")
    with uploader.expect_response(re.compile("/cancel/$")):
        row.get_by_role("button", name="Отменить загрузку файла скан.pdf").press("Enter")
    expect(row).to_have_count(0)
    assert not Upload.objects.exists()
