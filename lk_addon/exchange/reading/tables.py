"""Tables in files: where the head is, what its columns are, which rows are data."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice

from django.core.exceptions import ValidationError

from lk_addon.exchange.reading.cells import fold, text
from lk_addon.exchange.reading.errors import UnreadableFileError

HEAD_ROWS = 40  # reports begin with a title, an organisation and a period before their head
TOTALS = ("итого", "всего", "оборот", "сальдо на")
FORMULA = ("=", "@")


@dataclass(frozen=True)
class Column:
    """A column of a table: the name of its value, its title, how its cell is read, what else it may be called.

    ``words`` puts a value that people would not know, by its code, into theirs.
    """

    name: str
    title: str
    read: object = text
    also: tuple = ()
    required: bool = False
    words: dict | None = None

    def is_called(self, heading):
        """Say whether ``heading`` names this column."""
        return heading in self.headings

    @cached_property
    def headings(self):
        """Every heading that names it, folded."""
        return {fold(name) for name in (self.title, *self.also)}


@dataclass(frozen=True)
class Line:
    """A row of the table: its number as people see it, its cells by the names of columns."""

    number: int
    cells: dict


@dataclass(frozen=True)
class Table:
    """The rows above the head, the names of the columns that it has, and the lines below it."""

    above: list
    columns: set
    lines: Iterator[Line]


def read_table(rows: Iterable[list], columns) -> Iterator[Line]:
    """Return the lines of a table. Raises UnreadableFileError where a required column is missing."""
    table = open_table(rows, columns)
    demand(columns, [column.name for column in columns if column.required and column.name not in table.columns])
    return table.lines


def open_table(rows: Iterable[list], columns) -> Table:
    """Find the head of the table; totals, headings of groups and empty rows are left out of its lines.

    The head may take two rows: what stands in the upper one goes before what stands under it, carried right over
    merged cells («Обороты за период | Дебет»).
    """
    rows = iter(rows)
    first = list(islice(rows, HEAD_ROWS))
    head = _find_head(first, columns)
    return Table(first[: head.begins], set(head.places), _lines(head, chain(first[head.after :], rows)))


def demand(columns, missing):
    """Raise UnreadableFileError where names of columns are ``missing``."""
    missing = set(missing)
    names = ", ".join(f"«{column.title}»" for column in columns if column.name in missing)
    if names:
        raise UnreadableFileError(f"В таблице нет столбцов: {names}. Сверьтесь с образцом.", code="columns")


def _lines(head, rows):
    for number, row in enumerate(rows, start=head.after + 1):
        if _is_data(row):
            yield Line(number, {name: row[place] if place < len(row) else None for name, place in head.places.items()})


@dataclass(frozen=True)
class _Head:
    places: dict  # name of column: its place
    begins: int  # its first row, counted from nought
    after: int  # the row after it


def _find_head(rows, columns):
    best = _Head({}, 0, 0)
    for index, row in enumerate(rows):
        below = rows[index + 1] if index + 1 < len(rows) else []
        one, two = _places(_headings(row), columns), _places(_headings_of_two(row, below), columns)
        for places, after in ((one, index + 1), (two, index + 2)):
            # of two that tell as many columns and share a row the lower is the head: above it may stand the title
            shares_a_row = best.after == index + 1
            if len(places) > len(best.places) or (shares_a_row and len(places) == len(best.places)):
                best = _Head(places, index, after)
    return best


def _headings(row):
    """Return what each cell of a head in one row may be called; a heading that stands twice names nothing."""
    folded = [fold(cell) for cell in row]
    return [[heading] if folded.count(heading) == 1 else [] for heading in folded]


def _headings_of_two(row, below):
    """Return what each cell of a head in two rows may be called: both rows together, then the one that is alone."""
    width = max(len(row), len(below))
    upper, lower = ([fold(cell) for cell in cells] + [""] * (width - len(cells)) for cells in (row, below))
    headings, over = [], ""
    for place in range(width):
        own, under = upper[place], lower[place]
        over = own or over
        if under:
            alone = [under] if lower.count(under) == 1 else []
            headings.append([f"{over} {under}".strip(), *alone])
        elif own:
            headings.append([own])
        else:  # the second half of a merged cell whose first half has a heading below it: «Дебет | Счет, <сумма>»
            headings.append([over] if place and lower[place - 1] else [])
    return headings


def _places(headings, columns):
    """Return where each column stands, the first that fits."""
    places = {}
    for place, names in enumerate(headings):
        for heading in names:
            column = next((column for column in columns if heading and column.is_called(heading)), None)
            if column and column.name not in places:
                places[column.name] = place
                break
    return places


def _is_data(row):
    filled = [cell for cell in row if text(cell)]
    return len(filled) > 1 and not text(filled[0]).lower().startswith(TOTALS)


def read_cells(line, columns):
    """Return the values of a line by name and what is wrong with it, as messages."""
    values, errors = {}, []
    for column in columns:
        cell = line.cells.get(column.name)
        if isinstance(cell, str) and cell.lstrip().startswith(FORMULA):
            errors.append(f"{column.title}: в ячейке формула, нужно значение.")
            continue
        try:
            values[column.name] = column.read(cell)
        except ValidationError as error:
            errors.append(f"{column.title}: {error.messages[0]}")
            continue
        if column.required and values[column.name] in ("", None):
            errors.append(f"{column.title}: не заполнено.")
    return values, errors
