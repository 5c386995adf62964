"""What beat asks for regularly; each task hands over to a command of the library that knows how."""

from celery import shared_task
from django.core.management import call_command

from cms.core import delivery

MAIL_DAYS = 180  # how long a sent letter's text is kept; the journal says for ever that it was sent
SIGN_IN_LOG_DAYS = 365


@shared_task
def send_letters():
    """Send letters that wait; beat calls it twice a minute, a commit at once."""
    delivery.deliver()


@shared_task
def publish_scheduled():
    """Publish pages whose time has come and unpublish those whose time is over."""
    call_command("publish_scheduled", verbosity=0)


@shared_task
def clean_up():
    """Delete letters, sign-in logs and counts of searches that are older than they need be."""
    call_command("cleanup_mail", days=MAIL_DAYS, delete_attachments=True, verbosity=0)
    call_command("axes_reset_logs", age=SIGN_IN_LOG_DAYS, verbosity=0)
    call_command("searchpromotions_garbage_collect", verbosity=0)
