"""What a report of 1C says outside of its columns: the period and the counterparty of its title, ИНН inside names."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from django.core.exceptions import ValidationError

from lk_addon.exchange.reading import cells
from lk_addon.exchange.reading.periods import period, period_of_title
from lk_addon.exchange.reading.tables import Column
from lk_addon.registry.identifiers import is_inn

TWELVE_OR_TEN = re.compile(r"(?<!\d)(\d{12}|\d{10})(?!\d)")
#: Rows that sum up the rows below them (an account) or split the row above them (its contracts and documents).
GROUP = re.compile(r"\d{2}(?:\.[\dА-Я]{1,3}){0,2}(?:,.*)?|<.*>|(?:без договора|основной договор|договор)\b.*", re.I)


def _sides(name, titles):
    """Return the columns of debit and credit under one of ``titles``."""
    sides = (("debit", "Дебет", "Дт"), ("credit", "Кредит", "Кт"))
    return [
        Column(
            f"{name}_{side}",
            f"{titles[0]} {word}",
            cells.money,
            tuple(f"{t} {w}" for t in titles for w in (word, short)),
        )
        for side, word, short in sides
    ]


#: Columns that only reports have. The opening balance is known in order not to be taken for turnover.
COLUMNS = (
    Column(
        "name", "Контрагент", also=("Контрагенты", "Субконто", "Член СРО", "Плательщик", "Счет", "Счет, контрагенты")
    ),
    Column("about_debit", "Аналитика Дт"),
    Column("about_credit", "Аналитика Кт"),
    *_sides("opening", ("Сальдо на начало периода", "Сальдо на начало", "Входящее сальдо", "Сальдо начальное")),
    *_sides("closing", ("Сальдо на конец периода", "Сальдо на конец", "Исходящее сальдо", "Сальдо конечное")),
)


@dataclass(frozen=True)
class Report:
    """A table with what stands above it: ``period`` and ``inn`` are None where the title does not tell."""

    columns: frozenset
    period: tuple | None
    inn: str | None

    @classmethod
    def of(cls, table):
        """Read the title of ``table``."""
        words = [cells.text(cell) for row in table.above for cell in row if cells.text(cell)]
        periods = [found for found in map(period_of_title, words) if found]
        return cls(frozenset(table.columns), periods[0] if periods else None, _only_inn(words))

    def lacks(self):
        """Return the names of what neither the columns nor the title tell."""
        if self.inn is None and not self.columns & {"inn", "name", "about_debit", "about_credit"}:
            yield "inn"
        if self.period is None and not self.columns & {"date", "period"}:
            yield "date"

    def completed(self, line):
        """Return ``line`` with the ИНН, day and balance that have no columns of their own; None for a row of groups."""
        said = dict(line.cells)
        inn = cells.text(said.get("inn")) or _only_inn(
            [cells.text(said.get(name)) for name in ("name", "about_debit", "about_credit")]
        )
        if not inn and GROUP.fullmatch(cells.text(said.get("name"))):
            return None
        if not cells.text(said.get("inn")):
            said["inn"] = inn or self.inn
        if "date" not in self.columns:
            said |= self._dated(said.get("period"))
        if "balance" not in self.columns and {"closing_debit", "closing_credit"} <= self.columns:
            said["balance"] = _balance(said)
        return replace(line, cells=said)

    def _dated(self, cell):
        """A card has the day of each line under «Период»; a balance sheet one for all, the last of its period."""
        if day := _read(cells.day, cell):
            return {"date": day, "period": None}
        term = _read(period, cell) or self.period
        return {"date": term and term[1]} | ({} if cells.text(cell) else {"period": term})


def _read(reader, cell):
    """Return what ``reader`` makes of a cell, None where it cannot."""
    try:
        return reader(cell)
    except ValidationError:
        return None


def _balance(said):
    """Return debit less credit: what is owed. A cell that is no sum stays as it is, for its reader to refuse."""
    sides = [said.get("closing_debit"), said.get("closing_credit")]
    sums = [_read(cells.money, side) for side in sides]
    wrong = [side for side, amount in zip(sides, sums, strict=True) if amount is None and cells.text(side)]
    return wrong[0] if wrong else (sums[0] or Decimal(0)) - (sums[1] or Decimal(0))


def _only_inn(texts):
    """Return the one ИНН that ``texts`` name, None where they name none or several."""
    found = {number for words in texts for number in TWELVE_OR_TEN.findall(words) if is_inn(number)}
    return found.pop() if len(found) == 1 else None
