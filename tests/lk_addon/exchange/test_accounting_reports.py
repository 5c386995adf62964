"""Reports as accountants save them from 1C: merged heads, totals, the period and the counterparty in the title."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.base import ContentFile

from lk_addon.finance.models import Movement
from lk_addon.finance.queries import balance_on
from tests.lk_addon.exchange.conftest import csv_file, errors_of, workbook

SHEET_TITLE = "Оборотно-сальдовая ведомость по счету 76.05 за 1 квартал 2026 г."
UPPER = ("Счет", "Сальдо на начало периода", "", "Обороты за период", "", "Сальдо на конец периода", "")
LOWER = ("Контрагенты", "Дебет", "Кредит", "Дебет", "Кредит", "Дебет", "Кредит")
LAST_DAY = date(2026, 3, 31)


def balance_sheet(*rows, title=SHEET_TITLE, upper=UPPER, lower=LOWER):
    """The sheet with really merged cells, under the lines that 1C puts above it."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet, plain = book.add_worksheet(), book.add_format()
    sheet.merge_range(0, 0, 0, len(upper) - 1, "СРО СОЮЗ «Пример»", plain)
    sheet.merge_range(1, 0, 1, len(upper) - 1, title, plain)
    sheet.write(2, 0, "Выводимые данные:")
    sheet.write(2, 1, "БУ (данные бухгалтерского учета)")
    for place, heading in enumerate(upper):
        if heading and place + 1 < len(upper) and not upper[place + 1]:
            sheet.merge_range(4, place, 4, place + 1, heading, plain)
        elif heading:
            sheet.write(4, place, heading)
    for number, row in enumerate((lower, *rows), start=5):
        for place, cell in enumerate(row):
            if cell != "":
                sheet.write(number, place, cell)
    book.close()
    return ContentFile(file.getvalue(), name="ОСВ.xlsx")


def sheet_rows(scene):
    north, montage = f'ООО "Демострой-Север", ИНН {scene.north.inn}', f"{scene.montage.inn} ООО Ёлочный монтаж"
    return (
        ("76.05", 1000, 700, 30000, 12000, 19000, 1700),
        (north, 1000, "", 15000, 12000, 4000, ""),
        ("Договор № 5 от 03.03.2025", 1000, "", 15000, 12000, 4000, ""),
        (montage, "", 700, 15000, "", 14300, ""),
        ("Итого", 1000, 700, 30000, 12000, 19000, 1700),
    )


def movements(member):
    lines = Movement.objects.filter(member=member).order_by("pk")
    return [(line.type, line.amount, line.date) for line in lines]


def of_sheet(member):
    return [(kind, amount, day) for kind, amount, day in movements(member)]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_balance_sheet_brings_turnover_and_closing_balance_never_the_opening_one(scene, applied, kind):
    rows = sheet_rows(scene)
    if kind == "csv":
        lines = [("СРО СОЮЗ «Пример»",), (SHEET_TITLE,), (), UPPER, LOWER, *rows]
        quoted = (";".join('"{}"'.format(str(cell).replace('"', '""')) for cell in line) for line in lines)
        file = csv_file("\r\n".join(quoted))
    else:
        file = balance_sheet(*rows)
    run = applied("finance", file)
    assert run.counts() == {"applied": 5}
    assert of_sheet(scene.north) == [
        ("charge", Decimal(15000), LAST_DAY),
        ("payment", Decimal(12000), LAST_DAY),
        ("opening", Decimal(4000), LAST_DAY),
    ]
    assert of_sheet(scene.montage) == [("charge", Decimal(15000), LAST_DAY), ("opening", Decimal(14300), LAST_DAY)]
    charge = Movement.objects.get(member=scene.north, type="charge")
    assert (charge.period_start, charge.period_end) == (date(2026, 1, 1), LAST_DAY)


def test_balance_sheet_is_taken_back_whole_and_loaded_again(scene, applied, undone):
    file = balance_sheet(*sheet_rows(scene))
    assert undone(applied("finance", file)).counts() == {"undone": 5}
    assert balance_on(scene.north, LAST_DAY) == balance_on(scene.montage, LAST_DAY) == 0
    applied("finance", file)
    assert (balance_on(scene.north), balance_on(scene.montage)) == (4000, 14300)


def test_overpayment_at_the_end_of_a_period_is_a_balance_below_zero(scene, applied):
    applied("finance", balance_sheet((scene.north.inn, "", "", "", "", "", "1 250,50")))
    assert balance_on(scene.north) == Decimal("-1250.50")


def test_counterparty_without_inn_is_named_and_left_out(scene, checked):
    run = checked("finance", balance_sheet(('ООО "Неизвестное"', "", "", 15000, "", 15000, "")))
    assert run.counts() == {"wrong": 1}
    assert "ИНН: не заполнено" in errors_of(run)[0]


def test_inn_may_have_a_column_of_its_own(scene, applied):
    upper, lower = ("Контрагент", "ИНН", *UPPER[1:]), ("", "", *LOWER[1:])
    row = ("Демострой-Север", int(scene.north.inn), "", "", 15000, "", 15000, "")
    applied("finance", balance_sheet(row, upper=upper, lower=lower))
    assert balance_on(scene.north) == 15000


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("за Январь 2026 г.", "2026-01-31"),
        ("за Январь 2026 г. - Февраль 2026 г.", "2026-02-28"),
        ("за период с 01.01.2026 по 15.02.2026", "2026-02-15"),
        ("01.01.2026 - 31.03.2026", "2026-03-31"),
        ("за 2025 год", "2025-12-31"),
        ("за 9 месяцев 2025 г.", "2025-09-30"),
    ],
)
def test_day_stands_in_the_title(scene, checked, words, day):
    title = f"Оборотно-сальдовая ведомость по счету 76 {words}"
    run = checked("finance", balance_sheet((scene.north.inn, "", "", 15000, "", "", ""), title=title))
    assert {row.data["date"] for row in run.rows.all()} == {day}


def test_report_without_any_day_is_refused(scene, checked):
    run = checked("finance", balance_sheet((scene.north.inn, "", "", 15000, "", "", ""), title="Ведомость"))
    assert (run.state, "«Дата»" in run.problem) == ("unreadable", True)


def test_report_of_a_period_that_has_not_ended_is_refused_line_by_line(scene, checked):
    title = "Оборотно-сальдовая ведомость за 2099 год"
    run = checked("finance", balance_sheet((scene.north.inn, "", "", 15000, "", "", ""), title=title))
    assert "Отчёт загружают, когда его период закончился" in errors_of(run)[0]


CARD_UPPER = ("Период", "Документ", "Аналитика Дт", "Аналитика Кт", "Дебет", "", "Кредит", "", "Текущее сальдо", "")
CARD_LOWER = ("", "", "", "", "Счет", "", "Счет", "", "", "")


@pytest.mark.parametrize("inn_in_title", [True, False])
def test_card_of_a_counterparty_brings_each_document_on_its_day(scene, applied, inn_in_title):
    name = f'ООО "Демострой-Север" ИНН {scene.north.inn}'
    about = "" if inn_in_title else name
    title = "Карточка субконто за 1 квартал 2026 г."
    title += f" Отбор: Контрагенты Равно {name}" if inn_in_title else ""
    run = applied(
        "finance",
        balance_sheet(
            ("Сальдо на начало", "", "", "", "", "", "", "", "Д", 1000),
            ("10.01.2026", "Начисление взносов 12", about, "Взносы", "76.05", 15000, "86.02", "", "Д", 16000),
            ("21.01.2026", "Поступление на счет 15", "Расчётный счёт", about, "51", "", "76.05", 12000, "Д", 4000),
            ("Обороты за период и сальдо на конец", "", "", "", "", 15000, "", 12000, "Д", 4000),
            title=title,
            upper=CARD_UPPER,
            lower=CARD_LOWER,
        ),
    )
    assert run.counts() == {"applied": 2}
    assert movements(scene.north) == [
        ("charge", Decimal(15000), date(2026, 1, 10)),
        ("payment", Decimal(12000), date(2026, 1, 21)),
    ]


def test_heading_that_stands_twice_names_nothing(scene, checked):
    head = ("ИНН", "Дата", "Начислено", "Начислено", "Оплачено")
    run = checked("finance", workbook(head, (scene.north.inn, datetime(2026, 1, 10), 1, 2, 3)))  # noqa: DTZ001
    assert [(row.data["what"], row.data["amount"]) for row in run.rows.all()] == [("payment", "3.00")]


def test_title_right_above_the_head_is_read(scene, checked):
    run = checked("finance", workbook(("Ведомость за Январь 2026 г.",), ("ИНН", "Оплачено"), (scene.north.inn, 5)))
    assert run.rows.get().data["date"] == "2026-01-31"
