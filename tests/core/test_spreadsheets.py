"""Files of tables: text stays text, and a long table needs no more memory than a short one."""

import tracemalloc
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.utils.safestring import mark_safe
from python_calamine import CalamineWorkbook

from cms.core import spreadsheets
from cms.core.spreadsheets import FILES

VALUES = ["=1+1", "0123", Decimal("-1234.50"), date(2026, 5, 1), datetime(2026, 5, 1, 21, 30, tzinfo=UTC), True, None]


def written(kind, rows, titles=("Столбец",)):
    file = BytesIO()
    table = FILES[kind](file, "Лист", titles)
    for row in rows:
        table.write(row)
    table.close()
    return file.getvalue()


def test_values_in_xlsx():
    book = CalamineWorkbook.from_filelike(BytesIO(written("xlsx", [VALUES])))
    [_head, row] = book.get_sheet_by_index(0).to_python()
    assert row[:4] == ["=1+1", "0123", -1234.5, date(2026, 5, 1)]
    assert row[4:] == [datetime(2026, 5, 2, 0, 30), "да"]  # noqa: DTZ001 - a spreadsheet has no zones


def test_values_in_csv():
    text = written("csv", [[*VALUES, mark_safe("<b>Ёж</b>; «а»")]]).decode("utf-8-sig")
    assert text.splitlines() == [
        "Столбец",
        '\'=1+1;0123;-1234,50;01.05.2026;02.05.2026 00:30:00;да;;"Ёж; «а»"',
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_is_a_formula_in_csv(start):
    assert written("csv", [[f"{start}1"]]).decode("utf-8-sig").partition("\r\n")[2].lstrip('"').startswith("'")


def test_a_table_longer_than_a_sheet_goes_on_upon_the_next(monkeypatch):
    monkeypatch.setattr(spreadsheets, "MOST_ROWS", 2)
    book = CalamineWorkbook.from_filelike(BytesIO(written("xlsx", [[number] for number in range(5)])))
    assert [len(book.get_sheet_by_name(name).to_python()) - 1 for name in book.sheet_names] == [2, 2, 1]


@pytest.mark.parametrize("kind", FILES)
def test_memory_does_not_grow_with_the_rows(kind, tmp_path):
    def peak(rows):
        tracemalloc.start()
        with (tmp_path / "table").open("wb") as file:
            table = FILES[kind](file, "Лист", ["Столбец"] * 5)
            for number in range(rows):
                table.write([f"значение {number}"] * 5)
            _now, most = tracemalloc.get_traced_memory()
            table.close()
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(4000) < peak(400) + 200_000
