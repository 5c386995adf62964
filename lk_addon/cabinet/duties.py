"""The calendar of duties: every term that a member must not miss, from whichever app knows it.

Each app registers a source in its ``lk_setup.py``; the shell shows them on the dashboard, on
``/calendar/`` and in the private ICS address. A title names no person and no secret: it leaves the cabinet.
"""

from dataclasses import dataclass
from datetime import date

#: Kind → (name, icon of Bootstrap Icons). Another kind is shown as a plain term.
KINDS = {
    "fee": ("Членский взнос", "cash-coin"),
    "fund": ("Компенсационный фонд", "bank"),
    "insurance": ("Страхование", "umbrella"),
    "inspection": ("Проверка", "clipboard-check"),
    "report": ("Отчёт", "file-earmark-text"),
    "qualification": ("Квалификация", "mortarboard"),
    "mandate": ("Полномочия", "person-badge"),
    "contract": ("Договор", "file-earmark-ruled"),
    "meeting": ("Собрание", "people"),
    "request": ("Запрос СРО", "envelope"),
    "undertaking": ("Обязательство", "envelope-check"),
}
ORDINARY = ("Срок", "calendar-event")


@dataclass(frozen=True)
class Duty:
    """A term: its day, what is due, and the cabinet's page about it."""

    on: date
    title: str
    url_name: str
    url_args: tuple = ()
    kind: str = ""

    @property
    def kind_title(self):
        """The kind in Russian."""
        return KINDS.get(self.kind, ORDINARY)[0]

    @property
    def icon(self):
        """The kind's icon."""
        return KINDS.get(self.kind, ORDINARY)[1]


_sources = {}


def register(name, source):
    """Add ``source(member, since, until) -> iterable of Duty``, both days included.

    Raises ValueError when ``name`` is there already.
    """
    if name in _sources:
        raise ValueError(f"source of duties {name!r} is registered twice")
    _sources[name] = source


def duties_of(member, since, until):
    """Return the duties of ``member`` from ``since`` to ``until``, soonest first."""
    found = [duty for source in _sources.values() for duty in source(member, since, until)]
    return sorted(found, key=lambda duty: (duty.on, duty.title))
