"""Signing in and out, as the audit journal tells it.

An unknown login is not written down: people type passwords and other people's addresses there.
"""

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.utils import timezone

from cms.audit.domain import record
from cms.users.domain import note_attempt
from cms.users.middleware import start_clock
from cms.users.models import SignIn, User


def known_user(credentials):
    """Return the user whom these credentials name, or None."""
    return User.objects.filter(email=User.objects.normalize_email((credentials or {}).get("username"))).first()


@receiver(user_logged_in)
def note_sign_in(request, user, **kwargs):
    """Start the session's clock; record the sign-in and whether a second factor was shown."""
    second_factor = bool(getattr(user, "otp_device", None))
    sign_in = note_attempt(user=user, request=request, outcome=SignIn.Outcome.ADMITTED, second_factor=second_factor)
    start_clock(request.session, sign_in.pk)
    record("user.signed_in", actor=user, obj=user, second_factor=second_factor)


@receiver(user_logged_out)
def note_sign_out(request, user, **kwargs):
    """Record the sign-out of somebody who was signed in."""
    if user is not None:
        record("user.signed_out", actor=user, obj=user)


@receiver(user_login_failed)
def note_failure(credentials, request=None, **kwargs):
    """Record a refused sign-in; those during a lockout are one entry, see :func:`note_lockout`."""
    if not getattr(request, "axes_locked_out", False):  # axes, asked before us, sets it with the last failure too
        user = known_user(credentials)
        note_attempt(user=user, request=request, outcome=SignIn.Outcome.REFUSED)
        record("user.sign_in_refused", obj=user)


@receiver(user_locked_out)
def note_lockout(request, username, **kwargs):
    """Record the failure that closed the door for a while; what is tried meanwhile is not written."""
    if request.axes_failures_since_start:
        user = known_user({"username": username.rstrip("|")})
        note_attempt(user=user, request=request, outcome=SignIn.Outcome.LOCKED)
        record("user.locked_out", obj=user, at=timezone.now())
