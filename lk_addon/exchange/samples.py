"""Samples of tables for imports: the columns by their titles and one invented line."""

from io import BytesIO

import xlsxwriter
from django.http import FileResponse

from lk_addon.cabinet.spreadsheets import ALL_TEXT, MEDIA_TYPE, Formats


def sample_response(kind):
    """Return the sample of ``kind`` as a workbook; required columns are marked in a note."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, **ALL_TEXT})
    formats, sheet = Formats(book), book.add_worksheet("Образец")
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(kind.columns):
        sheet.write_string(0, place, column.title, formats.head)
        sheet.set_column(place, place, max(12, len(column.title) + 2), formats.text)
        if column.required:
            sheet.write_comment(0, place, "Обязательный столбец")
        if place < len(kind.sample):
            sheet.write_string(1, place, kind.sample[place], formats.text)
    book.close()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"Образец {kind.title}.xlsx", content_type=MEDIA_TYPE)
