"""Which devices of the second factor and which sessions a user has."""

import time
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from two_factor.plugins.webauthn.models import WebauthnDevice

from cms.core import sessions
from cms.users.models import Authenticator, BackupCode, SignIn


def second_factors(user, host=None):
    """Return the user's applications with codes and passkeys, oldest first within a kind.

    With ``host``, only those that can be shown there: a passkey answers on the host it was made for.
    Backup codes are not among them: they replace a lost factor and are none by themselves.
    """
    passkeys = WebauthnDevice.objects.devices_for_user(user, confirmed=True).select_related("made_for")
    if host:
        passkeys = passkeys.filter(made_for__host=host)
    return [*Authenticator.objects.devices_for_user(user, confirmed=True).order_by("pk"), *passkeys.order_by("pk")]


def has_second_factor(user):
    """Say whether the user has any device of :func:`second_factors`."""
    return any(
        model.objects.devices_for_user(user, confirmed=True).exists() for model in (Authenticator, WebauthnDevice)
    )


def backup_codes_left(user):
    """Return how many unused backup codes the user has."""
    return BackupCode.objects.filter(device__user=user).count()


def open_sessions(user, session):
    """Return the sign-ins whose sessions of ``user`` live, on both hosts, ``session`` first.

    Each knows ``seen_at``, the time of its last use, and ``current``, whether it is ``session``.
    """
    began = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    admitted = list(user.sign_ins.filter(outcome=SignIn.Outcome.ADMITTED, at__gt=began))
    marks = sessions.marks(sign_in.pk for sign_in in admitted)
    current, expected = session.get(sessions.SIGN_IN), user.get_session_auth_hash()
    living = []
    for sign_in in admitted:
        seen, session_hash = marks.get(str(sign_in.pk), (0, ""))
        sign_in.current = str(sign_in.pk) == current
        sign_in.seen_at = timezone.now() if sign_in.current else datetime.fromtimestamp(seen, UTC)
        if sign_in.current or (not _is_idle(seen) and constant_time_compare(session_hash, expected)):
            living.append(sign_in)
    return sorted(living, key=lambda sign_in: (sign_in.current, sign_in.seen_at), reverse=True)


def _is_idle(seen):
    return time.time() - seen > max(settings.IDLE_TIMEOUT.values())
