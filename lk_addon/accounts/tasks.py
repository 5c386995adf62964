"""What beat asks for regularly."""

from celery import shared_task

from lk_addon.accounts.domain import closing, contacts, heads, reminders


@shared_task
def remind_of_terms():
    """Queue reminders of mandates that are about to end."""
    reminders.queue_reminders()


@shared_task
def close_what_ended():
    """Close links and letters of those whose access ended by the clock; suspend heads in whose place others act."""
    closing.close_what_ended()
    heads.follow_clock()


@shared_task
def note_undelivered_letters():
    """Flag for staff the accounts whose address refuses letters."""
    contacts.note_undelivered_letters()
