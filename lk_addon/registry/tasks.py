"""What beat asks of the register."""

from celery import shared_task

from lk_addon.registry.public import files, rows


@shared_task
def keep_public_register():
    """Bring rows of the public register in step with entries stored in bulk and with the day; renew its files."""
    rows.catch_up()
    files.keep_fresh()
