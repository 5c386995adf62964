"""Taking in a remark about the cabinet's work or its data, and what staff do about it (REQ-3.3)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cms.audit import domain as audit
from lk_addon.cabinet.departments import department_of
from lk_addon.cabinet.models import Feedback


@transaction.atomic
def send_feedback(*, feedback, entrance, browser, actor):
    """Store ``feedback`` with the organisation and neutral login it comes from, and the browser it was sent by.

    The department that answers for the block of data it is about finds it among what waits.
    """
    feedback.sent_by = actor
    feedback.login_label = entrance.login_label
    feedback.organisation = str(entrance.member)
    feedback.browser = browser[:500]
    feedback.department = department_of(feedback.block_code)
    feedback.save()
    audit.record("feedback.sent", actor=actor, obj=feedback, login=entrance.login_label, department=feedback.department)
    return feedback


@transaction.atomic
def handle_feedback(*, feedback, outcome, answer, actor):
    """Close the remark with its ``outcome`` and what was done, for staff to read.

    Raises ValidationError when somebody has done so already, or the outcome is none.
    """
    feedback = _waiting(feedback)
    feedback.outcome, feedback.answer = outcome, answer
    feedback.handled_at, feedback.handled_by = timezone.now(), actor
    feedback.full_clean()
    feedback.save()
    audit.record("feedback.handled", actor=actor, obj=feedback, login=feedback.login_label, outcome=outcome)
    return feedback


@transaction.atomic
def pass_feedback(*, feedback, department, actor):
    """Hand the remark to the ``department`` that it concerns. Raises ValidationError when it is handled or theirs."""
    feedback = _waiting(feedback)
    if feedback.department == department:
        raise ValidationError("Отзыв уже у этого отдела.", code="same")
    feedback.department = department
    feedback.full_clean()
    feedback.save()
    audit.record("feedback.passed", actor=actor, obj=feedback, login=feedback.login_label, department=department)
    return feedback


def _waiting(feedback):
    feedback = Feedback.objects.select_for_update(no_key=True).get(pk=feedback.pk)
    if feedback.handled_at:
        raise ValidationError("Отзыв уже отработан.", code="handled")
    return feedback
