"""The rows that prove consents."""

from django.utils import timezone

from lk_addon.accounts.models import Consent


def store_consents(*, user, consents, ip_address, user_agent):
    """Write down (kind, edition or None) pairs with their proof; part of a bigger act, which is recorded."""
    now = timezone.now()
    Consent.objects.bulk_create(
        Consent(
            user=user,
            kind=kind,
            edition=edition,
            content_hash=edition.content_hash if edition else "",
            given_at=now,
            ip_address=ip_address,
            user_agent=user_agent[:500],
        )
        for kind, edition in consents
    )
