"""The worker's door to checks of signatures."""

from celery import shared_task

from cms.outbox.handlers import handler
from lk_addon.signatures.domain.checking import perform, repeat_waiting, stalled
from lk_addon.signatures.domain.fetching import fetch_all
from lk_addon.signatures.models import SignatureCheck


@handler("signatures.check")
def begin_check(check):
    """Hand the check to a task of its own: a large file must not hold up letters."""
    do_check.delay(check)


@shared_task
def do_check(check):
    """Check."""
    perform(SignatureCheck.objects.select_related("document", "signature", "member").get(pk=check))


@shared_task
def repeat_open_checks():
    """Ask again for checks that were left open, and for those whose worker died; beat calls it."""
    repeat_waiting()
    for check in stalled():
        do_check.delay(str(check))


@shared_task
def fetch_revocation_lists():
    """Fetch what is new; beat calls it every hour."""
    fetch_all()
