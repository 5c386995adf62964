"""Rows of a file: XLSX, XLS and ODS by calamine, CSV in the encodings and with the separators of offices."""

import csv
import io
from collections.abc import Iterator
from pathlib import PurePath

from django.core.exceptions import ValidationError
from python_calamine import CalamineError, CalamineWorkbook

from cms.core.uploads import check_document
from lk_addon.exchange.reading.errors import UnreadableFileError
from lk_addon.exchange.reading.guard import LONG, MOST_COLUMNS, MOST_ROWS, WIDE, check_workbook
from lk_addon.exchange.reading.tables import HEAD_ROWS

WORKBOOKS = {"xlsx", "xls", "ods"}
TEXTS = {"csv", "txt"}
LONGEST_CELL = 32_767
DAMAGED = UnreadableFileError("Таблица повреждена или защищена паролем. Сохраните её заново.", code="broken")


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
    return _rows_of_workbook(file, extension) if extension in WORKBOOKS else _rows_of_text(file)


def _rows_of_workbook(file, extension):
    check_workbook(file, extension)
    file.seek(0)
    try:
        with CalamineWorkbook.from_filelike(file) as book:
            sheet = _first_filled(book)
    except (CalamineError, OSError, ValueError) as error:
        raise DAMAGED from error
    if sheet.width > MOST_COLUMNS:
        raise WIDE
    first = sheet.start[0] if sheet.start else 0
    yield from ([] for _row in range(min(first, MOST_ROWS)))  # numbers of rows stay those that people see
    yield from sheet.iter_rows()


def _first_filled(book):
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if sheet.height:
            return sheet
    raise UnreadableFileError("В книге нет ни одного заполненного листа.", code="empty")


def _rows_of_text(file):
    words = decode(file.read())
    sample = words[:20_000]
    separator = max(";\t,", key=lambda sign: sum(line.count(sign) for line in sample.splitlines()[:HEAD_ROWS]))
    csv.field_size_limit(LONGEST_CELL)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(words, newline=""), delimiter=separator, strict=True), 1):
            if number > MOST_ROWS:
                raise LONG
            if len(row) > MOST_COLUMNS:
                raise WIDE
            yield row
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
