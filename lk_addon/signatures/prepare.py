"""Rights of the departments to signatures. Whom to trust is for administrators alone."""

from django.dispatch import receiver

from cms.core.signals import prepare_requested
from cms.users.groups import ADMINISTRATORS, grant
from lk_addon.cabinet.departments import CORRESPONDENCE_DEPARTMENT


@receiver(prepare_requested)
def prepare_signatures(**kwargs):
    """Let those who register letters look at checks and repeat them."""
    grant(
        CORRESPONDENCE_DEPARTMENT,
        "signatures.view_signaturecheck",
        "signatures.repeat_signaturecheck",
        "signatures.view_trustedcertificate",
        "signatures.view_timestampauthority",
        "signatures.view_revocationlist",
    )
    grant(
        ADMINISTRATORS,
        "signatures.view_trustedcertificate",
        "signatures.add_trustedcertificate",
        "signatures.remove_trustedcertificate",
        "signatures.view_timestampauthority",
        "signatures.add_timestampauthority",
        "signatures.remove_timestampauthority",
        "signatures.view_revocationlist",
    )
