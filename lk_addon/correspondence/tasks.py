"""The worker's door to correspondence."""

from celery import shared_task

from cms.outbox.handlers import handler
from lk_addon.correspondence.domain import alerts, loose_files, notices, reminders


@handler("correspondence.sent")
def letter_came(letter):
    """Tell staff of a letter of a member, and have its signatures checked."""
    alerts.letter_came(letter=letter)


@handler("correspondence.told")
def letter_went(letter):
    """Tell a member of a letter of the SRO."""
    alerts.letter_went(letter=letter)


@handler("correspondence.infected")
def tell_of_infection(file):
    """Tell of a file that was found infected after it was sent."""
    alerts.tell_of_infection(file=file)


handler(notices.SEND)(notices.send_waiting)


@shared_task
def remind_of_terms():
    """Queue the reminders of terms; beat calls it every morning."""
    reminders.queue_reminders()


@shared_task
def clear_loose_files():
    """Delete uploaded files that went with no letter; beat calls it every night."""
    loose_files.clear_loose_files()
