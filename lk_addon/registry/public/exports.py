"""The whole register as a table: the same public fields as on the card, one line to an entry."""

import csv
import io
import re

import xlsxwriter
from django.db.models import Prefetch
from django.utils import timezone

from lk_addon.cabinet.spreadsheets import ALL_TEXT, Formats, write_cell
from lk_addon.registry.models.levels import ORDINALS, Fund, FundContribution
from lk_addon.registry.models.register_row import RegisterRow
from lk_addon.registry.public import fields

BATCH = 1000
WIDTH = 24  # characters
_STARTS_A_FORMULA = re.compile(r"[=+\-@\t\r]")
_PHONES = re.compile(r"\+[\d\s()+,;\-–]+")

PUBLIC = (*fields.IDENTITY, *fields.PLACE, *fields.MEMBERSHIP)
HEADINGS = [
    "Статус",
    *(field.heading() for field in PUBLIC),
    "Регион",
    "Руководитель",
    "Право: обычные объекты",
    "Право: особо опасные, технически сложные и уникальные объекты",
    "Право: объекты использования атомной энергии",
    "Право: договоры с использованием конкурентных способов",
    "Право приостановлено",
    "Уровень по КФ ВВ",
    "Взносы в КФ ВВ, ₽",
    "Уровень по КФ ОДО",
    "Взносы в КФ ОДО, ₽",
    *(field.heading() for field in fields.TERMINATION),
]


def lines():
    """Yield the cells of each entry, by name; read a thousand at a time, so that memory stays flat."""
    rows = RegisterRow.objects.order_by("name_key", "pk").defer("words", "numbers", "vector")
    counted = Prefetch("member__fund_contributions", FundContribution.objects.filter(annulled_at=None), "counted")
    rows = rows.select_related("member").prefetch_related("member__heads", counted)
    return map(_line, rows.iterator(BATCH))


def _line(row):
    member = row.member
    acting = member.is_acting()
    return [
        member.status_title,
        *(field.text(member) for field in PUBLIC),
        row.region,
        "; ".join(f"{head.full_name}, {head.position}" for head in member.current_heads()),
        row.has_simple,
        row.has_dangerous,
        row.has_nuclear,
        row.has_competitive,
        row.is_suspended,
        _level(row.vv_level),
        _paid(member, Fund.VV),
        _level(row.odo_level),
        _paid(member, Fund.ODO),
        *("" if acting else field.text(member) for field in fields.TERMINATION),
    ]


def _paid(member, fund):
    sums = [one.amount for one in member.counted if one.fund == fund]
    return sum(sums) if sums else None


def _level(number):
    return "" if number is None else ORDINALS[number]


def write_csv(file):
    """Write the register into a binary ``file`` as CSV that a Russian spreadsheet opens; return how many entries."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow(HEADINGS)
    number = 0
    for line in lines():
        writer.writerow([_csv_cell(value) for value in line])
        number += 1
    text.detach()
    return number


def _csv_cell(value):
    """A number with a comma, yes and no in words, and no text that a spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "да" if value else "нет"
    text = str(value)
    if not isinstance(value, str):
        return text.replace(".", ",")
    return f"'{text}" if _STARTS_A_FORMULA.match(text) and not _PHONES.fullmatch(text) else text


def write_xlsx(file):
    """Write the register into a binary ``file`` as XLSX, row by row; return how many entries."""
    book = xlsxwriter.Workbook(file, {"constant_memory": True, **ALL_TEXT})
    sheet, formats = book.add_worksheet("Реестр членов"), Formats(book)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(HEADINGS) - 1, WIDTH)
    for column, heading in enumerate(HEADINGS):
        sheet.write_string(0, column, heading, formats.head)
    number = 0
    for number, line in enumerate(lines(), start=1):
        for column, value in enumerate(line):
            write_cell(sheet, number, column, value, formats)
    sheet.autofilter(0, 0, number, len(HEADINGS) - 1)
    book.set_properties(
        {"title": "Реестр членов", "comments": f"Сведения на {timezone.localtime():%d.%m.%Y %H:%M} МСК"}
    )
    book.close()
    return number
