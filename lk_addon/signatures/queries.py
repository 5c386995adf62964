"""What is known of signatures."""

from lk_addon.signatures.models import SignatureCheck


def last_checks(signatures):
    """Return, by the key of the signature's file, the last :class:`SignatureCheck` of each; one query."""
    checks = SignatureCheck.objects.filter(signature__in=signatures).order_by("signature_id", "-asked_at")
    return {check.signature_id: check for check in checks.distinct("signature_id")}


_closed = {}


def close_to_staff(name, condition):
    """Let a room that keeps documents say which checks of their signatures staff do not see.

    ``condition(user)`` returns the condition on checks. Raises ValueError when ``name`` is there already.
    """
    if name in _closed:
        raise ValueError(f"checks are closed to staff by {name!r} already")
    _closed[name] = condition


def checks_for_staff(user):
    """Checks that ``user`` of the staff may see: evidence holds the document itself."""
    checks = SignatureCheck.objects.all()
    for condition in _closed.values():
        checks = checks.exclude(condition(user))
    return checks
