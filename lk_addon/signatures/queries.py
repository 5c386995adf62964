"""What is known of signatures."""

from lk_addon.signatures.models import SignatureCheck


def last_checks(signatures):
    """Return, by the key of the signature's file, the last :class:`SignatureCheck` of each; one query."""
    checks = SignatureCheck.objects.filter(signature__in=signatures).order_by("signature_id", "-asked_at")
    return {check.signature_id: check for check in checks.distinct("signature_id")}
