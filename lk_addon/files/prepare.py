"""Who looks after files of the exchange."""

from django.dispatch import receiver

from cms.core.signals import prepare_requested
from cms.users.groups import ADMINISTRATORS, grant
from lk_addon.cabinet.departments import CORRESPONDENCE_DEPARTMENT


@receiver(prepare_requested)
def prepare_files(**kwargs):
    """Let those who take in correspondence see what the antivirus has not passed."""
    grant(CORRESPONDENCE_DEPARTMENT, "files.view_storedfile")
    grant(ADMINISTRATORS, "files.view_storedfile")
