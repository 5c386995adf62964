"""The worker's door to correspondence."""

from celery import shared_task

from cms.outbox.handlers import handler
from lk_addon.cabinet.background import alone
from lk_addon.correspondence.domain import alerts, archives, loose_files, notices, reminders
from lk_addon.correspondence.models import ThreadArchive

ARCHIVES = 0x5A4950  # "ZIP": their space of advisory locks


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


@handler(archives.MAKE)
def begin_archive(archive):
    """Hand the archive to a task of its own; the outbox goes on with its letters."""
    make_archive.delay(archive)


@shared_task
def make_archive(archive_id):
    """Make the ZIP of a thread, unless another worker makes it now."""
    with alone(ARCHIVES, archive_id) as free:
        if free:
            archives.work(ThreadArchive.objects.get(pk=archive_id))


@shared_task
def revive_archives():
    """Begin again what no worker has touched for two minutes; beat calls it every minute."""
    for archive_id in ThreadArchive.objects.stalled().values_list("pk", flat=True):
        make_archive.delay(archive_id)


@shared_task
def expire_archives():
    """Delete the archives whose link has ended; beat calls it every ten minutes."""
    archives.expire()


@shared_task
def remind_of_terms():
    """Queue the reminders of terms; beat calls it every morning."""
    reminders.queue_reminders()


@shared_task
def clear_loose_files():
    """Delete uploaded files that went with no letter; beat calls it every night."""
    loose_files.clear_loose_files()
