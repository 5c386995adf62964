"""«Ждут меня» on the home page of the back office: what waits for a decision of this employee.

Each app registers a function in its ``lk_setup.py``. It answers only for those who may do the work, costs one
counting query per line, and leads to the list that shows exactly what was counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from wagtail.admin.ui.components import Component


@dataclass(frozen=True)
class StaffTask:
    """A line: how many wait, what they are («заявлений ждут решения»), where they are listed.

    ``overdue`` is for a term that has passed, ``urgent`` for what nobody set a term to and cannot wait.
    """

    count: int
    text: str
    address: str
    overdue: bool = False
    urgent: bool = False


_sources = {}


def register(name, function):
    """Add ``function(user) -> iterable of StaffTask``. Raises ValueError when ``name`` is there already."""
    if name in _sources:
        raise ValueError(f"source of staff tasks {name!r} is registered twice")
    _sources[name] = function


def tasks_for(user):
    """Return what waits for ``user``, urgent and then overdue things first; lines that count nothing are left out."""
    found = [task for function in _sources.values() for task in function(user) if task.count]
    return sorted(found, key=lambda task: (not task.urgent, not task.overdue, task.text))


class StaffTasksPanel(Component):
    """The panel of the home page."""

    name = "staff_tasks"
    order = 60
    template_name = "lk_addon/cabinet/staff_tasks.html"

    def get_context_data(self, parent_context: Mapping):
        """Give what waits for whoever looks."""
        return {"tasks": tasks_for(parent_context["request"].user)}
