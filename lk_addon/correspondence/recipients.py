"""Whom mails about a thread go to."""

from cms.users.models import User
from lk_addon.accounts.queries import all_mandates_in_force


def staff_of(thread):
    """Return employees who work on the thread: who it was given to, else everybody of the department."""
    staff = User.objects.filter(is_active=True, is_staff=True)
    if thread.assignee_id:
        staff = staff.filter(pk=thread.assignee_id)
        if staff.exists():
            return staff
        staff = User.objects.filter(is_active=True, is_staff=True)
    return staff.filter(groups=thread.department_id) if thread.department_id else staff.none()


def representatives_of(member):
    """Return those who may act for the member today."""
    return User.objects.filter(pk__in=all_mandates_in_force().filter(member=member).values("user"))
