"""Cells as people and accounting systems fill them: spaces in sums, dates as text, numbers that lost their zeros."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError

SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
MINUSES = str.maketrans({"−": "-", "–": "-", "—": "-"})
DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?: 0?0:00(?::00)?)?")
ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?")
MONTHS = ("январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр")


def text(cell):
    """Return the cell as text in one line: whole numbers without «.0», no double spaces."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime | date):
        return f"{cell:%d.%m.%Y}"
    return SPACES.sub(" ", str(cell)).strip()


def fold(cell):
    """Return a word of a table without what people write differently: case, ё, signs, spaces."""
    kept = (sign if sign.isalnum() else " " for sign in text(cell).lower().replace("ё", "е"))
    return " ".join("".join(kept).split())


def choice(choices):
    """Return a reader of cells that hold one of ``choices``, pairs of code and words, by its words or its code."""
    codes = {fold(words): code for code, words in choices}
    known = ", ".join(str(words) for _code, words in choices)

    def read(cell):
        said = fold(cell)
        if said and said not in codes and text(cell) not in codes.values():
            raise ValidationError(f"«{text(cell)}» — нет такого значения. Возможные: {known}.")
        return codes.get(said, text(cell))

    return read


def digits(cell):
    """Return an identifier that a spreadsheet may hold as a number: no spaces, no fraction."""
    return text(cell).replace(" ", "")


def inn(cell):
    """Return ИНН; a number that lost the zero it began with gets it back (regions 01 to 09, and 00 of examples)."""
    found = digits(cell)
    if isinstance(cell, int | float):
        return found.zfill(10) if len(found) <= 10 else found.zfill(12)
    return found


def money(cell):
    """Return a sum of rubles as Decimal, None for an empty cell. Raises ValidationError."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, Decimal):
        return cell
    if isinstance(cell, bool | date):
        raise ValidationError("В ячейке не сумма.")
    if isinstance(cell, int | float):
        return Decimal(repr(cell)).quantize(Decimal("0.01"))
    plain = SPACES.sub("", str(cell)).translate(MINUSES).rstrip("₽").removesuffix("руб.").removesuffix("р.")
    if not plain or plain == "-":
        return None
    if "," in plain and "." in plain:
        plain = plain.replace("." if plain.rfind(",") > plain.rfind(".") else ",", "")
    try:
        amount = Decimal(plain.replace(",", "."))
    except InvalidOperation:
        raise ValidationError(f"«{text(cell)}» не похоже на сумму. Пример: 12 345,67.") from None
    if not amount.is_finite() or abs(amount) >= Decimal(10) ** 15:
        raise ValidationError(f"«{text(cell)}»: такой суммы не бывает.")
    if amount != amount.quantize(Decimal("0.01")):
        raise ValidationError(f"«{text(cell)}»: у суммы больше двух знаков после запятой.")
    return amount.quantize(Decimal("0.01"))


def day(cell):
    """Return a date, None for an empty cell. Raises ValidationError."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    words = text(cell)
    if not words:
        return None
    if found := DAY.fullmatch(words):
        number, month, year = map(int, found.groups())
        year += 2000 if year < 100 else 0
    elif found := ISO_DAY.fullmatch(words):
        year, month, number = map(int, found.groups())
    else:
        raise ValidationError(f"«{words}» не похоже на дату. Пример: 31.12.2026.")
    try:
        return date(year, month, number)
    except ValueError:
        raise ValidationError(f"Даты «{words}» нет в календаре.") from None


def month_number(word):
    """Return 1 to 12 for the name of a month in any case, None for another word."""
    word = word.lower()
    found = [number for number, stem in enumerate(MONTHS, 1) if word.startswith(stem)]
    return 3 if word.startswith("март") else (found[0] if found else None)
