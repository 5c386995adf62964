"""Workbooks made to hurt: each is refused with a reason, soon, and nothing has changed (OWASP: file upload, XXE)."""

import io
import resource
import zipfile
from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from lk_addon.exchange.domain import imports
from lk_addon.exchange.models import ImportRun
from lk_addon.exchange.reading import rows
from lk_addon.registry.models import Member
from tests.lk_addon.exchange.conftest import HEAD, csv_file, workbook
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


def moved(rows, name):
    """A workbook whose sheet stands in a part of another name, which is in order as far as the format goes."""
    whole, made = zipfile.ZipFile(io.BytesIO(with_rows(rows))), io.BytesIO()
    target = name.removeprefix("xl/").encode()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in whole.infolist():
            content = whole.read(entry).replace(b"worksheets/sheet1.xml", target)
            archive.writestr(name if entry.filename == SHEET else entry.filename, content)
    return made.getvalue()


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
    "far corner in a part of another name": lambda: moved(
        f'<row r="1">{text_cell("A1")}</row><row r="1048576">{text_cell("XFD1048576")}</row>', "xl/strange.xml"
    ),
    "sheet in a part that does not look like one": lambda: moved(f'<row r="1">{text_cell("A1")}</row>', "xl/a.dat"),
    "formula in a part of another name": lambda: moved('<row r="3"><c r="B3"><f>1+1</f></c></row>', "xl/strange.xml"),
    "cells without places": lambda: with_rows(f'<row r="1048576">{"<c><v>1</v></c>" * 16_000}</row>'),
    "place in the words of another attribute": lambda: with_rows(
        """<row r="9999999"><c s=' r="A1"'><v>1</v></c></row>"""
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
    "far corner in a part of another name": "столбцов",
    "sheet in a part that does not look like one": "посторонние объявления",
    "formula in a part of another name": "В ячейке B3 формула",
    "cells without places": "без адресов",
    "place in the words of another attribute": "без адресов",
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


ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="A">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
)


def ods(rows):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        kind = "application/vnd.oasis.opendocument.spreadsheet"
        archive.writestr("mimetype", kind, compress_type=zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", ODS.format(rows=rows))
    return ContentFile(file.getvalue(), name="члены.ods")


def ods_row(*cells, times=1, columns=1, pad=""):
    """A row that stands for ``times`` rows; its last cell for ``columns`` cells."""
    cell = '<table:table-cell{} office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    repeated = f' a="{pad}>" table:number-columns-repeated="{columns}"'
    made = [cell.format(repeated if cells[place:] == cells[-1:] else "", words) for place, words in enumerate(cells)]
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(made)}</table:table-row>'


NOISE = Random(1).randbytes(524_000).hex()  # a piece of a megabyte ends in the row behind it
MANY = 'table:number-columns-repeated="9999"'


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        (ods_row("x", times=1_000_000), "больше 200000 строк"),
        (ods_row("x", columns=16_000), "столбцов"),
        (ods_row("x", columns=16_000, pad="x" * 5_000), "столбцов"),
        (f'<table:table-row><table:table-cell office:value="1" {MANY}/></table:table-row>', "столбцов"),
        (ods_row(times=900_000) + ods_row("x"), "больше 200000 строк"),
        (f"<!-- {NOISE} -->" + ods_row("x", columns=16_000, pad=NOISE[:70_000]), "столбцов"),
    ],
)  # fmt: skip
def test_few_words_of_ods_that_stand_for_very_many_cells_are_refused(scene, checked, rows, problem):
    run = checked("members", ods(rows))
    assert problem in run.problem
    assert run.rows.count() == 0


def test_empty_rows_and_cells_to_the_end_of_an_ods_sheet_are_of_no_account(scene, checked):
    end = '<table:table-cell table:number-columns-repeated="16380"/>'
    filler = f'<table:table-row table:number-rows-repeated="1048000">{end}</table:table-row>'
    rows = [ods_row(*HEAD).replace("</table:table-row>", f"{end}</table:table-row>"), ods_row(*map(str, new_row()))]
    run = checked("members", ods("".join(rows) + filler))
    assert (run.problem, run.counts()) == ("", {"add": 1})


@pytest.mark.parametrize(("text", "problem"), [("1;2\n" * 5, "строк"), (f"1{';' * 600}\n", "столбцов")])
def test_text_holds_no_more_than_a_workbook_may(scene, checked, monkeypatch, text, problem):
    monkeypatch.setattr(rows, "MOST_ROWS", 4)
    run = checked("members", csv_file(text))
    assert problem in run.problem
    assert run.rows.count() == 0
