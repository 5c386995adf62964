"""What a workbook may not hold, looked for before it is opened: formulas, foreign declarations, more than fits.

The sheets are read as bytes, a piece at a time, and never parsed: a file made to exhaust a parser meets none.
"""

import re
import zipfile
import zlib

from lk_addon.exchange.reading.errors import UnreadableFileError

PIECE = 1024 * 1024  # bytes
KEPT = 4 * 1024  # bytes of the piece before: an element may begin in it
LARGEST = 300 * 1024 * 1024  # bytes, unpacked
MOST_ROWS = 200_000
MOST_COLUMNS = 500
MOST_CELLS = 10_000_000  # of the rectangle that the filled cells span

FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
FORMULA_OF_ODS = re.compile(rb"table:formula\s*=")
CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br\s*=\s*[\"']([A-Z]+\d+)[\"']")
PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,7})([0-9]{1,10})[\"']")
DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
UTF_16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")

BROKEN = UnreadableFileError("Файл повреждён и не открывается. Сохраните таблицу заново.", code="broken")
LONG = UnreadableFileError(
    f"В таблице больше {MOST_ROWS} строк или слишком много ячеек. Удалите пустые строки или разделите файл.",
    code="size",
)
WIDE = UnreadableFileError(f"В таблице больше {MOST_COLUMNS} столбцов. Оставьте только нужные.", code="size")
FOREIGN = UnreadableFileError(
    "В файле есть посторонние объявления XML или непривычная кодировка. Сохраните таблицу заново в Excel.",
    code="content",
)


def check_workbook(file, extension):
    """Raise UnreadableFileError for a workbook of ``extension`` (xlsx, xls, ods) that is not to be opened.

    A formula is refused with the name of its cell: the value stored beside it is whatever the last program left there,
    and no value at all where none has counted it. Old XLS files cannot be looked into this way.
    """
    if extension == "xls":
        return
    try:
        with zipfile.ZipFile(file) as archive:
            parts = [part for part in archive.infolist() if part.filename.lower().endswith((".xml", ".rels"))]
            if sum(part.file_size for part in archive.infolist()) > LARGEST:
                raise LONG
            for part in parts:
                _check_part(archive, part)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as error:
        raise BROKEN from error


def _check_part(archive, part):
    name = part.filename.lower()
    span = _Span() if name.startswith("xl/worksheets/") else None
    with archive.open(part) as opened:
        tail = b""
        while piece := opened.read(PIECE):
            seen = tail + piece
            if (not tail and seen.startswith(UTF_16)) or DECLARATION.search(seen):
                raise FOREIGN
            if span:
                _refuse_formula(seen)
                span.widen(seen)
            elif name == "content.xml" and FORMULA_OF_ODS.search(seen):
                raise UnreadableFileError("В таблице есть формулы. Замените их значениями.", code="formula")
            tail = seen[-KEPT:]


def _refuse_formula(seen):
    found = FORMULA.search(seen)
    if found:
        cells = CELL.findall(seen, 0, found.start())
        where = f"В ячейке {cells[-1].decode()}" if cells else "В таблице"
        raise UnreadableFileError(
            f"{where} формула, а нужно значение. Выделите таблицу, скопируйте и вставьте её как значения.",
            code="formula",
        )


class _Span:
    """The rectangle that the cells of a sheet span, as far as it has been read."""

    def __init__(self):
        self.rows = self.columns = 0

    def widen(self, seen):
        """Take in the places named in ``seen``. Raises UnreadableFileError where there are too many."""
        places = PLACE.findall(seen)
        if not places:
            return
        self.columns = max(self.columns, *map(_number, {letters for letters, _row in places}))
        self.rows = max(self.rows, *map(int, {row for _letters, row in places}))
        if self.columns > MOST_COLUMNS:
            raise WIDE
        if self.rows > MOST_ROWS or self.rows * self.columns > MOST_CELLS:
            raise LONG


def _number(letters):
    """Return the number of a column by its letters: A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
