"""Celery's door to the outbox."""

from celery import shared_task

from cms.outbox import domain


@shared_task
def drain_outbox():
    """Do all outbox work that is due; beat calls it every few seconds, a commit at once."""
    domain.drain()
