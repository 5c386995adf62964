"""Which data can be imported."""

import re
from abc import ABC, abstractmethod
from datetime import date

PERMISSIONS = [
    ("import_members", "Может загружать сведения о членах СРО"),
    ("import_finance", "Может загружать взносы и оплаты"),
    ("import_contracts", "Может загружать договоры"),
]

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

_kinds = {}


class ImportKind(ABC):
    """What to do with the rows of one kind of file.

    ``code`` and ``title`` name it, ``permission`` is a codename of this app, ``template`` lists the columns of the
    sample (empty where the format is another program's).
    """

    code = ""
    title = ""
    help_text = ""
    permission = ""
    columns = ()
    sample = ()

    @property
    def labels(self):
        """What staff see of a row's values, by name."""
        return {column.name: column.title for column in self.columns}

    def words(self, name, value):
        """Return a stored value as people write it: days in Russian form, codes by their words."""
        column = next((column for column in self.columns if column.name == name), None)
        if column and column.words and value in column.words:
            return column.words[value]
        if isinstance(value, str) and DAY.fullmatch(value):
            return f"{date.fromisoformat(value):%d.%m.%Y}"
        return value

    @abstractmethod
    def lines(self, file):
        """Yield what :meth:`plan` understands. Raises UnreadableFileError."""

    @abstractmethod
    def plan(self, lines, run, seen):
        """Return an ImportRow (not stored) for each line that changes something or cannot; none for one that does not.

        ``seen`` is a dictionary that lasts as long as the check: what earlier lines of the file were about.
        """

    @abstractmethod
    def apply(self, rows, run):
        """Write planned rows in the caller's transaction; set ``errors`` of a refused one."""

    @abstractmethod
    def undo(self, row, run):
        """Take a written row back. Raises ValidationError where that cannot be."""


def register(kind):
    """Add a kind. Raises ValueError where its code is taken."""
    if kind.code in _kinds:
        raise ValueError(f"import kind {kind.code!r} is registered twice")
    _kinds[kind.code] = kind()
    return kind


def get(code):
    """Return the kind of that code. Raises KeyError."""
    return _kinds[code]


def kinds_for(user):
    """Return the kinds that this user may import."""
    return [kind for kind in _kinds.values() if user.has_perm(f"exchange.{kind.permission}")]


def choices():
    """Return pairs of code and title."""
    return [(kind.code, kind.title) for kind in _kinds.values()]
