"""What is done about files without anybody waiting for it."""

from celery import shared_task

from cms.outbox.handlers import handler
from lk_addon.files.domain import scanning, uploads


@handler("files.scan")
def scan(file):
    """Ask the antivirus about the file; the outbox tries again for as long as there is no verdict."""
    scanning.scan(file_id=file)


@shared_task
def clear_uploads():
    """Delete what nobody finished; beat calls it every hour."""
    uploads.clear()


@shared_task
def scan_unscanned():
    """Have scanned what came in before there was an antivirus; beat calls it every ten minutes."""
    scanning.scan_unscanned()
