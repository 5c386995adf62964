"""Files of members: what is taken in, and what they are called."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from lk_addon.cabinet import files
from lk_addon.cabinet.files import MAX_NAME, MAX_SIZE, check_private_file, private_storage, tidy_name
from tests.factories.files import PDF, picture_bytes


def uploaded(name, content):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("акт.pdf", PDF),
        ("скан.PNG", picture_bytes()),
        ("скан.jpeg", picture_bytes(kind="JPEG")),
        ("пояснение.txt", "Пояснение".encode()),
    ],
)
def test_documents_and_scans_are_taken(name, content):
    file = uploaded(name, content)
    check_private_file(file)
    assert file.read() == content


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("акт.pdf", b"<html><script>alert(1)</script></html>"),
        ("скан.png", PDF),
        ("скан.png", picture_bytes(kind="JPEG")),
        ("скан.jpg", b""),
        ("рисунок.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("акт.exe", b"MZ"),
        ("акт", PDF),
        ("страница.html", b"<p>text</p>"),
    ],
)
def test_what_is_not_what_its_name_says_is_refused(name, content):
    with pytest.raises(ValidationError):
        check_private_file(uploaded(name, content))


def test_too_large_a_file_is_refused_before_it_is_read():
    file = uploaded("акт.pdf", PDF)
    file.size = MAX_SIZE + 1
    with pytest.raises(ValidationError, match="50"):
        check_private_file(file)


def test_picture_of_too_many_points_is_refused(monkeypatch):
    monkeypatch.setattr(files, "MAX_PIXELS", 30 * 20 - 1)
    with pytest.raises(ValidationError, match="точек"):
        check_private_file(uploaded("скан.png", picture_bytes(size=(30, 20))))


def test_names_lose_folders_and_control_characters_and_are_composed():
    decomposed = unicodedata.normalize("NFD", "Ёлочный акт № 5.pdf")
    assert tidy_name(f"C:\\Документы\\{decomposed}") == "Ёлочный акт № 5.pdf"
    assert tidy_name("../../etc/passwd") == "passwd"
    assert tidy_name("a\r\nb\u202e.pdf") == "ab.pdf"
    assert tidy_name("") == "file"
    long = tidy_name("я" * 500 + ".pdf")
    assert len(long) == MAX_NAME
    assert long.endswith(".pdf")


def test_private_files_have_no_address():
    with pytest.raises(ValueError, match="no address"):
        private_storage().url("supervision/inspection/1.pdf")
