"""What beat asks for regularly."""

from celery import shared_task

from lk_addon.contracts.domain.contract_notices import follow_journal


@shared_task
def follow_notices():
    """Look at what members have to tell of their contracts, as terms and outages are today."""
    follow_journal()
