"""Fees and payments by the accountant's table and by the bank's statement."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from lk_addon.exchange.reading.periods import period
from lk_addon.finance.domain.movements import reverse
from lk_addon.finance.models import Movement
from lk_addon.finance.queries import balance_on
from tests.lk_addon.exchange.conftest import csv_file, errors_of, workbook

HEAD = ("ИНН", "Вид взноса", "Период", "Начислено", "Оплачено", "Сальдо", "Дата", "Номер документа", "Назначение")

STATEMENT = """1CClientBankExchange
ВерсияФормата=1.03
Кодировка={encoding}
РасчСчет=40703810000000000001
СекцияДокумент=Платежное поручение
Номер=15
Дата=20.01.2026
Сумма=15000.00
ПлательщикСчет=40702810000000000002
Плательщик1=ООО "Демострой-Север"
ПлательщикИНН={inn}
ПолучательСчет=40703810000000000001
ДатаПоступило=21.01.2026
НазначениеПлатежа={purpose}
КонецДокумента
СекцияДокумент=Платежное поручение
Номер=16
Дата=20.01.2026
Сумма=99.00
ПлательщикСчет=40703810000000000001
ПолучательСчет=40702810000000000002
НазначениеПлатежа=Оплата связи
КонецДокумента
КонецФайла
"""


def statement(inn, purpose="Членский взнос за I квартал 2026 г.", encoding="cp1251"):
    said = {"cp1251": "Windows", "cp866": "DOS", "utf-8": "UTF-8"}[encoding]
    text = STATEMENT.format(inn=inn, purpose=purpose, encoding=said)
    return csv_file(text.replace("\n", "\r\n"), encoding=encoding, name="kl_to_1c.txt")


@pytest.mark.parametrize("amount", ["15 000,50", "15\u00a0000,50", "15000.5", 15000.5])
def test_charge_and_payment_of_one_line_become_movements(scene, applied, amount):
    row = (scene.north.inn, "Членский взнос", "I квартал 2026", amount, "5000", "", "10.01.2026", "12", "")
    run = applied("finance", workbook(("ОСВ за I квартал",), HEAD, row, ("Итого", "", "", amount)))
    assert run.counts() == {"applied": 2}
    assert balance_on(scene.north, timezone.localdate()) == Decimal("10000.50")


def test_same_file_again_records_nothing_and_equal_lines_are_two(scene, applied, checked):
    row = (scene.north.inn, "", "", "", "5000", "", "10.01.2026", "", "")
    file = workbook(HEAD, row, row)
    assert applied("finance", file).counts() == {"applied": 2}
    again = checked("finance", file)
    assert again.counts() == {}
    assert again.unchanged_rows == 2


def test_unknown_inn_is_reported_and_nothing_is_created(checked):
    run = checked("finance", workbook(HEAD, ("0099999992", "", "", "", "5000", "", "10.01.2026", "", "")))
    assert "нет члена СРО" in errors_of(run)[0]
    assert run.counts() == {"wrong": 1}


def test_undo_reverses_all_that_a_line_held_as_if_it_had_not_been_loaded(scene, applied, undone):
    row = (scene.north.inn, "", "", "1000", "200", "750", "10.01.2026", "", "")
    other = (scene.montage.inn, "", "", "", "", "-300", "10.01.2026", "", "")
    run = undone(applied("finance", workbook(HEAD, row, other)))
    assert run.counts() == {"undone": 4}
    for day in (date(2026, 1, 10), timezone.localdate()):
        assert balance_on(scene.north, day) == balance_on(scene.montage, day) == 0


def test_what_lies_behind_a_later_balance_is_kept_and_says_why(scene, applied, undone):
    first = applied("finance", workbook(HEAD, (scene.north.inn, "", "", "1000", "", "", "10.01.2026", "", "")))
    applied("finance", workbook(HEAD, (scene.north.inn, "", "", "", "", "900", "31.01.2026", "", "")))
    run = undone(first)
    assert run.counts() == {"kept": 1}
    assert "внесено сальдо" in errors_of(run)[0]
    assert balance_on(scene.north, timezone.localdate()) == 900


def test_file_that_was_taken_back_is_loaded_again_any_number_of_times(scene, applied, undone, checked):
    file = workbook(HEAD, (scene.north.inn, "", "", "1000", "200", "750", "10.01.2026", "", ""))
    for _time in range(3):
        run = applied("finance", file)
        assert run.counts() == {"applied": 3}
        assert balance_on(scene.north, timezone.localdate()) == 750
        assert checked("finance", file).counts() == {}
        undone(run)
    assert balance_on(scene.north, timezone.localdate()) == 0


def test_what_staff_took_back_by_hand_does_not_come_again(scene, applied, checked):
    file = workbook(HEAD, (scene.north.inn, "", "", "1000", "", "", "10.01.2026", "", ""))
    applied("finance", file)
    charge = Movement.objects.get(member=scene.north)
    reverse(movement=charge, date=charge.date, reason="начислено не тому", actor=scene.staff)
    assert checked("finance", file).counts() == {}


@pytest.mark.parametrize("encoding", ["cp1251", "cp866", "utf-8"])
def test_payments_of_a_statement_come_once(scene, applied, checked, encoding):
    run = applied("bank", statement(scene.north.inn, encoding=encoding))
    payment = Movement.objects.get(member=scene.north, source="bank")
    assert run.counts() == {"applied": 1}
    assert (payment.amount, str(payment.date), payment.kind.code) == (
        Decimal("15000.00"),
        "2026-01-21",
        "membership_fee",
    )
    assert checked("bank", statement(scene.north.inn, encoding=encoding)).counts() == {}


def test_statement_that_was_taken_back_is_loaded_again(scene, applied, undone, checked):
    undone(applied("bank", statement(scene.north.inn)))
    assert balance_on(scene.north, timezone.localdate()) == 0
    assert applied("bank", statement(scene.north.inn)).counts() == {"applied": 1}
    assert balance_on(scene.north, timezone.localdate()) == -15000
    assert checked("bank", statement(scene.north.inn)).counts() == {}


@pytest.mark.parametrize("text", ["не выписка", STATEMENT.format(inn="1", purpose="x", encoding="Windows")[:-12]])
def test_broken_statement_is_refused(checked, text):
    run = checked("bank", csv_file(text, name="kl_to_1c.txt"))
    assert run.state == "unreadable"


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("I квартал 2026 г.", "2026-01-01", "2026-03-31"),
        ("4 кв. 2025", "2025-10-01", "2025-12-31"),
        ("март 2026", "2026-03-01", "2026-03-31"),
        ("май 2026 г.", "2026-05-01", "2026-05-31"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("01.02.2026 - 28.02.2026", "2026-02-01", "2026-02-28"),
        ("1 полугодие 2026 г.", "2026-01-01", "2026-06-30"),
        ("9 месяцев 2026 г.", "2026-01-01", "2026-09-30"),
        ("Январь 2026 г. - Март 2026 г.", "2026-01-01", "2026-03-31"),
    ],
)
def test_periods_in_words(words, first, last):
    assert [str(end) for end in period(words)] == [first, last]
