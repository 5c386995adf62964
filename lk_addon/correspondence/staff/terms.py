"""How a term of the SRO stands, for a coloured mark."""

from dataclasses import dataclass

from django.utils import timezone

from cms.workdays.queries import add_workdays

SOON = 2  # working days, the last one included


@dataclass(frozen=True)
class StaffTerm:
    """A mark: its tone («late», «soon», «ok», «stands», «none») and its words."""

    tone: str
    text: str


def soon_until(today=None):
    """Return the last day that counts as near."""
    return add_workdays(today or timezone.localdate(), SOON)


def term_of(thread):
    """Return the :class:`StaffTerm` of a thread."""
    if not thread.is_open or thread.due_on is None:
        return StaffTerm("none", "—")
    if thread.stopped_on is not None:
        return StaffTerm("stands", f"срок стоит с {thread.stopped_on:%d.%m.%Y}")
    day, today = f"{thread.due_on:%d.%m.%Y}", timezone.localdate()
    if thread.due_on < today:
        return StaffTerm("late", f"просрочен: {day}")
    return StaffTerm("soon" if thread.due_on <= soon_until(today) else "ok", f"до {day}")
