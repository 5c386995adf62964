"""Rows of a file: XLSX, XLS and ODS by calamine, CSV in the encodings and with the separators of offices."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import PurePath

from django.core.exceptions import ValidationError
from python_calamine import CalamineError, CalamineWorkbook

from cms.core.uploads import check_document
from lk_addon.exchange.reading.cells import text
from lk_addon.exchange.reading.errors import UnreadableFileError

WORKBOOKS = {"xlsx", "xls", "ods"}
TEXTS = {"csv", "txt"}
HEAD_ROWS = 40  # reports begin with a title, an organisation and a period before their head
TOTALS = ("итого", "всего", "оборот", "сальдо на")
FORMULA = ("=", "@")
LONGEST_CELL = 32_767


@dataclass(frozen=True)
class Column:
    """A column of a table: the name of its value, its title, what else it may be called, how its cell is read."""

    name: str
    title: str
    read: object = text
    also: tuple = ()
    required: bool = False

    def is_called(self, heading):
        """Say whether ``heading`` names this column."""
        return heading in self.headings

    @cached_property
    def headings(self):
        """Every heading that names it, folded."""
        return {fold(name) for name in (self.title, *self.also)}


def fold(heading):
    """Return a heading without what people write differently: case, ё, signs, spaces."""
    kept = (sign if sign.isalnum() else " " for sign in text(heading).lower().replace("ё", "е"))
    return " ".join("".join(kept).split())


def read_rows(file) -> Iterator[list]:
    """Yield the rows of ``file`` (open, with ``name`` and ``size``) as lists of cells. Raises UnreadableFileError."""
    extension = PurePath(file.name).suffix.lower().removeprefix(".")
    if extension not in WORKBOOKS | TEXTS:
        raise UnreadableFileError("Загрузите таблицу в виде XLSX, XLS, ODS или CSV.", code="type")
    try:
        check_document(file)
    except ValidationError as error:
        raise UnreadableFileError(error.messages[0], code=error.code) from error
    file.seek(0)
    return _rows_of_workbook(file) if extension in WORKBOOKS else _rows_of_text(file)


def _rows_of_workbook(file):
    try:
        with CalamineWorkbook.from_filelike(file) as book:
            sheets = [name for name in book.sheet_names if book.get_sheet_by_name(name).height]
            if not sheets:
                raise UnreadableFileError("В книге нет ни одного заполненного листа.", code="empty")
            sheet = book.get_sheet_by_name(sheets[0])
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableFileError(
            "Таблица повреждена или защищена паролем. Сохраните её заново.", code="broken"
        ) from error
    first = sheet.start[0] if sheet.start else 0
    yield from ([] for _row in range(first))  # numbers of rows stay those that people see
    yield from sheet.iter_rows()


def _rows_of_text(file):
    words = decode(file.read())
    sample = words[:20_000]
    separator = max(";\t,", key=lambda sign: sum(line.count(sign) for line in sample.splitlines()[:HEAD_ROWS]))
    csv.field_size_limit(LONGEST_CELL)
    try:
        yield from csv.reader(io.StringIO(words, newline=""), delimiter=separator, strict=True)
    except csv.Error as error:
        raise UnreadableFileError("Таблица CSV повреждена: проверьте кавычки.", code="broken") from error


def decode(content):
    """Return the text of ``content``: UTF-8, UTF-16 with its mark, or Windows-1251. Raises UnreadableFileError."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "cp1251"]:
        try:
            words = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in words and _reads_as_russian(words):
            return words
    raise UnreadableFileError("Кодировка файла не распознана. Сохраните его в UTF-8 или Windows-1251.", code="encoding")


def _reads_as_russian(words):
    """Say whether the letters are those of Russian and English; DOS text read as Windows gives others."""
    letters = [sign for sign in words[:50_000] if sign.isalpha()]
    known = sum("а" <= sign.lower() <= "я" or sign in "ёЁ" or sign.isascii() for sign in letters)
    return known >= len(letters) * 0.95


@dataclass(frozen=True)
class Line:
    """A row of the table: its number as people see it, its cells by the names of columns."""

    number: int
    cells: dict


def read_table(rows: Iterable[list], columns) -> Iterator[Line]:
    """Find the head of the table and yield its lines; totals, headings of groups and empty rows are left out.

    The head may take two rows with merged cells. Raises UnreadableFileError where columns are missing.
    """
    rows = iter(rows)
    head = list(islice(rows, HEAD_ROWS))
    found = _find_head(head, columns)
    numbered = enumerate(_chain(head[found.after :], rows), start=found.after + 1)
    for number, row in numbered:
        if _is_data(row):
            yield Line(number, {name: row[place] if place < len(row) else None for name, place in found.places.items()})


@dataclass(frozen=True)
class _Head:
    places: dict  # name of column: its place
    after: int  # the row after the head, counted from nought


def _find_head(rows, columns):
    best = _Head({}, 0)
    for index, row in enumerate(rows):
        below = rows[index + 1] if index + 1 < len(rows) else []
        for places, after in ((_places(row, [], columns), index + 1), (_places(row, below, columns), index + 2)):
            if len(places) > len(best.places):
                best = _Head(places, after)
    missing = [column.title for column in columns if column.required and column.name not in best.places]
    if missing:
        names = ", ".join(f"«{title}»" for title in missing)
        raise UnreadableFileError(f"В таблице нет столбцов: {names}. Сверьтесь с образцом.", code="columns")
    return best


def _places(row, below, columns):
    """Return where each column stands; a cell of the lower row goes before the merged one above it."""
    places = {}
    for place in range(max(len(row), len(below))):
        for cells in (below, row):
            heading = fold(cells[place]) if place < len(cells) else ""
            column = next((column for column in columns if heading and column.is_called(heading)), None)
            if column and column.name not in places:
                places[column.name] = place
                break
    return places


def _is_data(row):
    filled = [cell for cell in row if text(cell)]
    return len(filled) > 1 and not text(filled[0]).lower().startswith(TOTALS)


def _chain(first, rest):
    yield from first
    yield from rest


def read_cells(line, columns):
    """Return the values of a line by name and what is wrong with it, as messages."""
    values, errors = {}, []
    for column in columns:
        cell = line.cells.get(column.name)
        if isinstance(cell, str) and cell.lstrip().startswith(FORMULA):
            errors.append(f"{column.title}: в ячейке формула, нужно значение.")
            continue
        try:
            values[column.name] = column.read(cell)
        except ValidationError as error:
            errors.append(f"{column.title}: {error.messages[0]}")
            continue
        if column.required and values[column.name] in ("", None):
            errors.append(f"{column.title}: не заполнено.")
    return values, errors
