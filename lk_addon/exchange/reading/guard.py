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

#: A sheet stands in any part that the workbook names as one; its cells name their places.
SHEET = re.compile(rb"<(?:\w+:)?(?:worksheet|sheetData)[\s/>]")
FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
FORMULA_OF_ODS = re.compile(rb"table:formula\s*=")
CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br\s*=\s*[\"']([A-Z]+\d+)[\"']")
ANY_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
PLACED_CELL = re.compile(
    rb"<(?:\w+:)?c(?:\s+(?!r\s*=)[\w:]+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*\s+r\s*=\s*[\"']([A-Z]{1,7})([0-9]{1,10})[\"']"
)
#: In ODS one element stands for many rows or cells; those at the end that hold nothing are of no account.
ODS_TAG = re.compile(rb"<(/?)table:(table|table-row|table-cell)((?:\s(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)?)>")
ODS_TIMES = re.compile(rb"table:number-(?:columns|rows)-repeated\s*=\s*[\"']\s*(\d{1,12})")
ODS_VALUE = re.compile(rb"office:(?:value|string-value|boolean-value|date-value|time-value)\s*=")
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
PLACELESS = UnreadableFileError(
    "Ячейки в файле записаны без адресов. Откройте его в Excel и сохраните заново.", code="content"
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
            if sum(part.file_size for part in archive.infolist()) > LARGEST:
                raise LONG
            for part in archive.infolist():
                _check_part(archive, part)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as error:
        raise BROKEN from error


def _check_part(archive, part):
    name, span = part.filename.lower(), None
    is_xml = name.endswith((".xml", ".rels"))
    if name == "xl/workbook.bin":  # a workbook of another kind, whose cells nobody here can look at
        raise BROKEN
    with archive.open(part) as opened:
        tail = b""
        while piece := opened.read(PIECE):
            seen = tail + piece
            if is_xml and ((not tail and seen.startswith(UTF_16)) or DECLARATION.search(seen)):
                raise FOREIGN
            if span is None and SHEET.search(seen):
                if not is_xml:
                    raise FOREIGN
                span = _Sheet()
            elif span is None and name == "content.xml":
                span = _Tables()
            if span:
                span.read(seen, is_last=len(piece) < PIECE)
            tail = _tail(seen)


def _tail(seen):
    """Return the end of ``seen`` that the next piece goes on with: an element that has begun stays whole."""
    begun = max(seen.rfind(b"<"), 0)
    if len(seen) - begun > PIECE:
        raise BROKEN
    return seen[min(begun, max(len(seen) - KEPT, 0)) :]


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
    """The rectangle that the filled cells of a workbook span, as far as it has been read."""

    def __init__(self):
        self.rows = self.columns = 0

    def widen(self, rows, columns):
        """Take in so many rows and columns. Raises UnreadableFileError where they are too many."""
        self.rows, self.columns = max(self.rows, rows), max(self.columns, columns)
        if self.columns > MOST_COLUMNS:
            raise WIDE
        if self.rows > MOST_ROWS or self.rows * self.columns > MOST_CELLS:
            raise LONG


class _Sheet(_Span):
    """A sheet of XLSX, whose cells say where they stand."""

    def read(self, seen, *, is_last):
        """Take in the cells of ``seen``; an element at its end may not be whole yet."""
        whole = seen if is_last else seen[: max(seen.rfind(b"<"), 0)]
        _refuse_formula(seen)
        places = PLACED_CELL.findall(whole)
        if len(places) != len(ANY_CELL.findall(whole)):
            raise PLACELESS
        if places:
            columns = max(map(_number, {letters for letters, _row in places}))
            self.widen(max(map(int, {row for _letters, row in places})), columns)


class _Tables(_Span):
    """The tables of ODS, whose rows and cells say how often they are repeated."""

    def __init__(self):
        super().__init__()
        self.seen_to = 0  # bytes of the piece that were read with the one before
        self._begin_table()

    def _begin_table(self):
        self.row = self.column = self.filled = 0
        self.times = 1

    def read(self, seen, *, is_last):
        """Take in the rows of ``seen``."""
        if FORMULA_OF_ODS.search(seen):
            raise UnreadableFileError("В таблице есть формулы. Замените их значениями.", code="formula")
        end = self.seen_to
        for tag in ODS_TAG.finditer(seen, self.seen_to):
            closes, name, attributes = tag.groups()
            self._take(name, attributes, closes=bool(closes))
            end = tag.end()
        self.seen_to = max(end - (len(seen) - len(_tail(seen))), 0)

    def _take(self, name, attributes, *, closes):
        found = ODS_TIMES.search(attributes)
        times = int(found[1]) if found else 1
        if name == b"table":
            self._begin_table()
        elif name == b"table-row" and not closes:
            self.column = self.filled = 0
            self.times = times
            if attributes.endswith(b"/"):
                self.row += times
        elif name == b"table-row":
            self.row += self.times
            if self.filled:
                self.widen(self.row, self.filled)
        elif not closes:
            self.column += times
            if not attributes.endswith(b"/") or ODS_VALUE.search(attributes):
                self.filled = self.column


def _number(letters):
    """Return the number of a column by its letters: A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
