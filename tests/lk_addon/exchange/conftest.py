"""Files as offices make them."""

from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.base import ContentFile

from lk_addon.exchange.domain import imports
from lk_addon.exchange.models import ImportRun

HEAD = ("Регистрационный номер", "ИНН", "Полное наименование", "ОГРН", "Дата внесения в реестр")


def workbook(*rows):
    """A workbook with these rows; cells are written as what they are."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd.mm.yyyy"})
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if hasattr(cell, "year"):
                sheet.write_datetime(number, place, cell, day)
            else:
                sheet.write(number, place, cell)
    book.close()
    return ContentFile(file.getvalue(), name="таблица.xlsx")


def csv_file(text, *, encoding="cp1251", name="таблица.csv"):
    return ContentFile(text.encode(encoding), name=name)


@pytest.fixture
def checked(scene):
    """``checked(kind, file)``: the import after its check."""

    def check(kind, file):
        run = imports.upload(kind=kind, file=file, actor=scene.staff)
        imports.work(run)
        return ImportRun.objects.get(pk=run.pk)

    return check


@pytest.fixture
def applied(checked, scene):
    """``applied(kind, file)``: the import after its rows were written."""

    def apply(kind, file):
        run = checked(kind, file)
        assert run.counts().keys() & {"add", "change"}, errors_of(run)
        run = imports.confirm(run=run, actor=scene.staff)
        imports.work(run)
        return ImportRun.objects.get(pk=run.pk)

    return apply


@pytest.fixture
def undone(scene):
    """``undone(run)``: the import after it was taken back."""

    def undo(run):
        imports.work(imports.take_back(run=run, actor=scene.staff))
        return ImportRun.objects.get(pk=run.pk)

    return undo


def errors_of(run):
    return [error for row in run.rows.all() for error in row.errors]
