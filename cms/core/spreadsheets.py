"""Tables as files, written row by row in constant memory: text stays text, and no cell is ever a formula.

In XLSX a cell that begins with «=» stays the words it is, an identifier keeps its leading zeros, and an
address does not become a link. CSV is the kind that Excel opens by a double click in Russia: semicolons,
UTF-8 with its mark, decimal commas; there an apostrophe keeps text from being taken for a formula.
"""

import csv
from datetime import date, datetime
from decimal import Decimal
from html import unescape
from io import TextIOWrapper

import xlsxwriter
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeData

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXACT_DIGITS = 15  # a spreadsheet's number keeps no more
LONGEST_TEXT = 32_767
MOST_ROWS = 1_000_000  # a sheet holds 1,048,576; what is more goes to the next one
WIDEST, NARROWEST = 42, 12
ALL_TEXT = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class Formats:
    """The cell formats of one workbook."""

    def __init__(self, book):
        self.head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.text = book.add_format({"num_format": "@", "valign": "top"})
        self.money = book.add_format({"num_format": "#,##0.00", "valign": "top"})
        self.number = book.add_format({"num_format": "0", "valign": "top"})
        self.day = book.add_format({"num_format": "dd.mm.yyyy", "align": "left", "valign": "top"})
        self.moment = book.add_format({"num_format": "dd.mm.yyyy hh:mm", "align": "left", "valign": "top"})


def sheet_name(title, book):
    """Return ``title`` as a name that a sheet may bear and that ``book`` has not given yet."""
    plain = "".join(letter for letter in title if letter not in "[]:*?/\\'")[:28] or "Лист"
    taken = {sheet.get_name().casefold() for sheet in book.worksheets()}
    numbers = (f"{plain} {number}" for number in range(2, 100))
    return plain if plain.casefold() not in taken else next(name for name in numbers if name.casefold() not in taken)


def begin_sheet(sheet, titles, formats):
    """Write the heading, which stays in view and is repeated on paper."""
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    for number, title in enumerate(titles):
        sheet.set_column(number, number, min(WIDEST, max(NARROWEST, len(title) + 4)))
        sheet.write_string(0, number, title, formats.head)


def write_cell(sheet, line, number, value, formats):
    """Write one value by its type; what a spreadsheet's number would round goes as text."""
    match value:
        case None | "":
            return
        case bool():
            sheet.write_string(line, number, "да" if value else "нет", formats.text)
        case datetime():
            sheet.write_datetime(line, number, _local(value), formats.moment)
        case date():
            sheet.write_datetime(line, number, value, formats.day)
        case Decimal() if len(value.as_tuple().digits) <= EXACT_DIGITS:
            sheet.write_number(line, number, value, formats.money)
        case int() if len(str(abs(value))) <= EXACT_DIGITS:
            sheet.write_number(line, number, value, formats.number)
        case SafeData():
            sheet.write_string(line, number, unescape(strip_tags(value)).strip()[:LONGEST_TEXT], formats.text)
        case _:
            sheet.write_string(line, number, str(value)[:LONGEST_TEXT], formats.text)


class XlsxFile:
    """A workbook of one table; a table longer than a sheet goes on upon the next."""

    suffix = "xlsx"
    media_type = MEDIA_TYPE

    def __init__(self, file, title, titles):
        self._book = xlsxwriter.Workbook(file, {"constant_memory": True, **ALL_TEXT})
        self._formats, self._title, self._titles = Formats(self._book), title, titles
        self._next_sheet()

    def write(self, values):
        """Write one row."""
        if self._line > MOST_ROWS:
            self._next_sheet()
        for number, value in enumerate(values):
            write_cell(self._sheet, self._line, number, value, self._formats)
        self._line += 1

    def close(self):
        """Put the file together."""
        self._book.close()

    def _next_sheet(self):
        self._sheet, self._line = self._book.add_worksheet(sheet_name(self._title, self._book)), 1
        begin_sheet(self._sheet, self._titles, self._formats)


class CsvFile:
    """A table in CSV for Excel."""

    suffix = "csv"
    media_type = "text/csv; charset=utf-8"

    def __init__(self, file, title, titles):
        self._text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._text, delimiter=";")
        self._writer.writerow(titles)

    def write(self, values):
        """Write one row."""
        self._writer.writerow(map(csv_text, values))

    def close(self):
        """Write what is still in memory; the file stays open."""
        self._text.detach()


def csv_text(value):
    """Return one value as Excel understands it when its language is Russian; an apostrophe before a formula."""
    match value:
        case None:
            text = ""
        case bool():
            text = "да" if value else "нет"
        case datetime():
            text = f"{_local(value):%d.%m.%Y %H:%M:%S}"
        case date():
            text = f"{value:%d.%m.%Y}"
        case Decimal():
            return f"{value:f}".replace(".", ",")  # a number may begin with its minus
        case int():
            return str(value)
        case SafeData():
            text = unescape(strip_tags(value)).strip()
        case _:
            text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


FILES = {kind.suffix: kind for kind in (XlsxFile, CsvFile)}


def _local(moment):
    return timezone.make_naive(moment) if timezone.is_aware(moment) else moment
