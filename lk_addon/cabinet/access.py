"""Marks on views that the gate of the cabinet reads. A view without marks is closed to strangers."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Entrance:
    """As whom the cabinet was entered: ``request.entrance`` on every page behind the door.

    ``member`` is the register entry in view, None for staff who have not chosen one.
    ``login_label`` is all that pages say of the person (REQ-4.2).
    ``members`` are those to switch between; ``looking_in`` marks staff, who change nothing.
    ``permissions`` say what the person may do for ``member``: a frozenset out of
    ``see``, ``submit``, ``sign``, ``vote``, ``manage``.
    """

    login_label: str
    member: Any = None
    members: tuple = ()
    looking_in: bool = False
    permissions: frozenset = frozenset()


def service(code):
    """Mark a view as part of the service ``code``, which staff may switch off (REQ-6.3, регламент п. 6.3)."""

    def mark(view):
        view.service = code
        return view

    return mark


def closed_during_outage(view):
    """Mark a view open to strangers that an outage of the cabinet closes; views behind the door all are."""
    view.closed_during_outage = True
    return view


def staff_may_post(view):
    """Mark a view to which staff looking in may send a form: it changes nothing of the member's."""
    view.staff_may_post = True
    return view


def without_member(view):
    """Mark a view that staff may use before they have chosen a member to look at."""
    view.without_member = True
    return view


def before_agreement(view):
    """Mark a view open to somebody who came in and has not agreed to a new edition yet (REQ-2.2)."""
    view.before_agreement = True
    return view


def needs(*permissions):
    """Mark a view that is open only to those whose mandate gives all of ``permissions`` (REQ-1.1.d).

    ``@needs("submit")``, or ``needs("submit")(SomeView.as_view())`` among the URLs.
    The gate answers others with 403 and says whom to ask.
    """

    def mark(view):
        view.needed_permissions = frozenset(permissions)
        return view

    return mark
