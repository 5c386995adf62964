"""Taking in a remark about the cabinet's work."""

from django.db import transaction

from cms.audit import domain as audit


@transaction.atomic
def send_feedback(*, feedback, entrance, browser, actor):
    """Store ``feedback`` with the organisation and neutral login it comes from, and the browser it was sent by."""
    feedback.sent_by = actor
    feedback.login_label = entrance.login_label
    feedback.organisation = str(entrance.member)
    feedback.browser = browser[:500]
    feedback.save()
    audit.record("feedback.sent", actor=actor, obj=feedback, login=entrance.login_label)
    return feedback
