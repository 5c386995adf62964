"""Tables as XLSX: written row by row in constant memory, text as text, and no formula ever.

A cell that begins with «=» stays the words it is, an identifier keeps its
leading zeros, and an address does not become a link.
"""

from datetime import date, datetime
from decimal import Decimal
from html import unescape
from io import BytesIO

import xlsxwriter
from django.db.models import QuerySet
from django.http import FileResponse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeData

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXACT_DIGITS = 15  # a spreadsheet's number keeps no more
LONGEST_TEXT = 32_767
WIDEST, NARROWEST = 42, 12
CHUNK = 2000
ALL_TEXT = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}


def tables_response(tables, filename):
    """Return a download of a workbook with one sheet for each (title, django-tables2 table)."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": True, **ALL_TEXT})
    formats = Formats(book)
    for title, table in tables:
        write_table(book.add_worksheet(sheet_name(title, book)), table, formats)
    book.close()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=filename, content_type=MEDIA_TYPE)


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


def write_table(sheet, table, formats):
    """Write the heading and every row of ``table``, whatever page of it is shown."""
    columns = [column for column in table.columns.iterall() if not column.column.exclude_from_export]
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    for number, column in enumerate(columns):
        heading = str(column.header)
        sheet.set_column(number, number, min(WIDEST, max(NARROWEST, len(heading) + 4)))
        sheet.write_string(0, number, heading, formats.head)
    if isinstance(table.data.data, QuerySet):
        table.data.data = table.data.data.iterator(chunk_size=CHUNK)
    for line, row in enumerate(table.rows, start=1):
        for number, column in enumerate(columns):
            write_cell(sheet, line, number, row.get_cell_value(column.name), formats)


def write_cell(sheet, line, number, value, formats):
    """Write one value by its type; what a spreadsheet's number would round goes as text."""
    match value:
        case None | "":
            return
        case bool():
            sheet.write_string(line, number, "да" if value else "нет", formats.text)
        case datetime():
            moment = timezone.make_naive(value) if timezone.is_aware(value) else value
            sheet.write_datetime(line, number, moment, formats.moment)
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
