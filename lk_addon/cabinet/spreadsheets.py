"""Tables of django-tables2 as a workbook."""

from io import BytesIO

import xlsxwriter
from django.db.models import QuerySet
from django.http import FileResponse

from cms.core.spreadsheets import ALL_TEXT, MEDIA_TYPE, Formats, begin_sheet, sheet_name, write_cell

CHUNK = 2000


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


def write_table(sheet, table, formats):
    """Write the heading and every row of ``table``, whatever page of it is shown."""
    columns = [column for column in table.columns.iterall() if not column.column.exclude_from_export]
    begin_sheet(sheet, [str(column.header) for column in columns], formats)
    if isinstance(table.data.data, QuerySet):
        table.data.data = table.data.data.iterator(chunk_size=CHUNK)
    for line, row in enumerate(table.rows, start=1):
        for number, column in enumerate(columns):
            write_cell(sheet, line, number, row.get_cell_value(column.name), formats)
