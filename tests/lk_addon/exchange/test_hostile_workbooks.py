"""Workbooks made to hurt: each is refused with a reason, soon, and nothing has changed (OWASP: file upload, XXE)."""

import io
import resource
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from lk_addon.exchange.domain import imports
from lk_addon.exchange.models import ImportRun
from lk_addon.registry.models import Member
from tests.lk_addon.exchange.conftest import HEAD, workbook
from tests.lk_addon.exchange.test_members import new_row

MOST_MEMORY = 300 * 1024  # KB that reading a refused file may add to the process
SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def rebuilt(change, part=SHEET):
    """A good workbook with one of its parts changed."""
    good, made = zipfile.ZipFile(io.BytesIO(workbook(HEAD, new_row()).read())), io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in good.infolist():
            content = good.read(entry)
            archive.writestr(entry.filename, change(content) if entry.filename == part else content)
    return made.getvalue()


def with_rows(rows):
    return rebuilt(lambda _xml: f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>".encode())


def text_cell(place, words="x"):
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


def declared(declarations, use):
    head = b'<?xml version="1.0"?><!DOCTYPE worksheet [' + declarations.encode() + b"]>"
    return rebuilt(lambda _xml: head + with_text(use))


def with_text(words):
    return f'<worksheet {MAIN}><sheetData><row r="1">{text_cell("A1", words)}</row></sheetData></worksheet>'.encode()


def understated():
    """A part whose real size is more than the archive says."""
    content = bytearray(with_rows("".join(f'<row r="{n}">{text_cell(f"A{n}")}</row>' for n in range(1, 2000))))
    for sign, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = content.find(sign)
        while place >= 0:
            name_at = place + (30 if offset == 22 else 46)
            if content[name_at : name_at + len(SHEET)] == SHEET.encode():
                content[place + offset : place + offset + 4] = (100).to_bytes(4, "little")
            place = content.find(sign, place + 4)
    return bytes(content)


HOSTILE = {
    "entity from a file": lambda: declared('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;"),
    "entity from a host": lambda: declared('<!ENTITY x SYSTEM "http://localhost:9/x">', "&x;"),
    "billion laughs": lambda: declared('<!ENTITY l0 "ha">' + LAUGHS, "&l9;"),
    "declaration in shared strings": lambda: rebuilt(
        lambda xml: xml.replace(b"<sst", b'<!DOCTYPE sst [<!ENTITY x "1">]><sst'), "xl/sharedStrings.xml"
    ),
    "ratio bomb": lambda: rebuilt(lambda xml: xml.replace(b"</worksheet>", b" " * 60_000_000 + b"</worksheet>")),
    "understated size": understated,
    "cell at the far corner": lambda: with_rows(
        f'<row r="1">{text_cell("A1")}</row><row r="1048576">{text_cell("XFD1048576")}</row>'
    ),
    "a million rows": lambda: with_rows("".join(f'<row r="{n}"><c r="A{n}"/></row>' for n in range(1, 1_000_001))),
    "ten thousand columns": lambda: with_rows(
        "".join(f'<row r="{n}">{text_cell(f"NTP{n}")}</row>' for n in range(1, 4))
    ),
    "UTF-16 sheet": lambda: rebuilt(lambda xml: xml.decode().replace("UTF-8", "UTF-16").encode("utf-16")),
    "broken XML": lambda: rebuilt(lambda xml: xml[: len(xml) // 2]),
    "not XML": lambda: rebuilt(lambda _xml: bytes(range(256)) * 40),
    "formula": lambda: with_rows('<row r="3"><c r="B3"><f>1+1</f><v>2</v></c></row>'),
    "formula without a value": lambda: with_rows('<row r="3"><c r="B3"><f>1+1</f></c></row>'),
    "formula of another namespace prefix": lambda: with_rows('<row r="3"><c r="B3"><x:f>1+1</x:f></c></row>'),
    "cut short": lambda: workbook(HEAD, new_row()).read()[:-200],
    "no workbook inside": lambda: rebuilt(lambda _xml: b"", "xl/workbook.xml"),
    "renamed program": lambda: b"MZ\x90\x00" + b"\0" * 4000,
    "renamed script": lambda: b"#!/bin/sh\nrm -rf /\n" * 50,
}
#: What is said of some; of the others any reason will do.
SAID = {
    "entity from a file": "посторонние объявления",
    "entity from a host": "посторонние объявления",
    "billion laughs": "посторонние объявления",
    "declaration in shared strings": "посторонние объявления",
    "ratio bomb": "слишком велик",
    "understated size": "повреждён",
    "cell at the far corner": "столбцов",
    "a million rows": "строк",
    "ten thousand columns": "столбцов",
    "UTF-16 sheet": "кодировка",
    "formula": "В ячейке B3 формула",
    "formula without a value": "В ячейке B3 формула",
    "formula of another namespace prefix": "В ячейке B3 формула",
    "renamed program": "не похоже на XLSX",
    "renamed script": "не похоже на XLSX",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_workbook_is_refused_with_a_reason_and_changes_nothing(scene, name):
    content, before = HOSTILE[name](), Member.objects.count()
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        run = imports.upload(kind="members", file=ContentFile(content, name="члены.xlsx"), actor=scene.staff)
        imports.work(run)
        run = ImportRun.objects.get(pk=run.pk)
        assert (run.state, run.rows.count()) == (ImportRun.State.UNREADABLE, 0)
        problem = run.problem
    except ValidationError as refused:
        problem = " ".join(refused.messages)
    assert SAID.get(name, ".") in problem
    assert any("а" <= letter <= "я" for letter in problem)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held < MOST_MEMORY
    assert Member.objects.count() == before


def test_false_dimension_is_not_believed(scene, checked):
    content = rebuilt(lambda xml: xml.replace(b'<dimension ref="A1:E2"/>', b'<dimension ref="A1:XFD1048576"/>'))
    run = checked("members", ContentFile(content, name="члены.xlsx"))
    assert run.counts() == {"add": 1}


def test_formulas_of_ods_are_refused(scene, checked):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", '<table:table-cell table:formula="of:=1+1" office:value="2"/>')
    run = checked("members", ContentFile(file.getvalue(), name="члены.ods"))
    assert "есть формулы" in run.problem
