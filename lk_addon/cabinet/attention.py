"""«Что сделать сейчас» on the dashboard: what each app asks this person to see to, by urgency.

Each app registers a function in its ``lk_setup.py``. It is called on every view of the dashboard:
a fixed, small number of queries, and nothing that the person may not see or do.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

LEVELS = ("danger", "warning", "info")


@dataclass(frozen=True)
class Attention:
    """One matter: how urgent, in one sentence, where it is done, and by what day when there is one."""

    level: str
    text: str
    url_name: str
    url_args: tuple = ()
    due: date | None = None

    def __post_init__(self):
        if self.level not in LEVELS:
            raise ValueError(f"level {self.level!r} is none of {LEVELS}")

    @property
    def is_late(self):
        """Whether the day has passed."""
        return self.due is not None and self.due < timezone.localdate()

    @property
    def rank(self):
        """What is overdue or blocks comes first, then what is due sooner."""
        return LEVELS.index(self.level), self.due or date.max, self.text


_functions = {}


def register(name, function):
    """Add ``function(request) -> list of Attention``. Raises ValueError when ``name`` is there already."""
    if name in _functions:
        raise ValueError(f"source of attention {name!r} is registered twice")
    _functions[name] = function


def matters(request):
    """Return everything that asks for attention, most urgent first."""
    found = [matter for function in _functions.values() for matter in function(request)]
    return sorted(found, key=lambda matter: matter.rank)
