"""Changes of who may sign in and with what. Each writes one entry to the audit journal."""

from datetime import timedelta

from cryptography.fernet import InvalidToken
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_otp import devices_for_user
from two_factor.plugins.webauthn.models import WebauthnDevice

from cms.audit.domain import act, record
from cms.core import sessions
from cms.core.client_ip import client_ip
from cms.core.letters import queue_letter
from cms.users.letters import SECOND_FACTOR_RESET
from cms.users.models import Authenticator, BackupCodes, IdentityCheck, PasskeyHost, SignIn
from cms.users.queries import has_second_factor, open_sessions

SIGN_INS_KEPT = timedelta(days=400)  # a year at least (REQ-6.4), and a month to notice


def end_all_sessions(user):
    """End every session of the user on both hosts at its next request; part of a bigger act, which is recorded."""
    type(user).objects.filter(pk=user.pk).update(session_generation=F("session_generation") + 1)
    user.refresh_from_db(fields=["session_generation"])


def note_attempt(*, user, request, outcome, second_factor=False):
    """Add an attempt to the user's history of sign-ins; the journal has its own entry.

    ``user`` is None for a login that nobody has: what was typed is not kept, since people type passwords there, but
    the attempt is. The door does the same work for every login, so its time tells nobody which ones exist.
    """
    return SignIn.objects.create(
        user=user,
        outcome=outcome,
        host=getattr(getattr(request, "session", None), "host", ""),
        ip_address=client_ip(request) if request else None,
        user_agent=request.headers.get("User-Agent", "")[:300] if request else "",
        second_factor=second_factor,
    )


@transaction.atomic
def note_refused_code(*, user, request):
    """Record that the password was right and the second factor was not."""
    note_attempt(user=user, request=request, outcome=SignIn.Outcome.WRONG_CODE)
    record("user.code_refused", obj=user)


def end_session(*, user, sign_in):
    """End one of the user's own sessions from another one (REQ-2.3.b)."""
    record("user.session_ended", actor=user, obj=user, host=sign_in.host)
    sessions.close([sign_in.pk])


def end_other_sessions(*, user, session):
    """End the user's sessions on both hosts but for ``session`` (REQ-2.3.b). Returns how many there were."""
    others = [other.pk for other in open_sessions(user, session) if not other.current]
    record("user.other_sessions_ended", actor=user, obj=user, count=len(others))
    sessions.close(others)
    return len(others)


def forget_old_sign_ins():
    """Delete attempts older than SIGN_INS_KEPT; the journal says for ever that they were. Returns how many."""
    return SignIn.objects.filter(at__lt=timezone.now() - SIGN_INS_KEPT).delete()[0]


def kind(device):
    """Return what the journal calls the device."""
    return "ключ доступа" if isinstance(device, WebauthnDevice) else device._meta.verbose_name


@transaction.atomic
def note_added_device(user, device, host):
    """Record that the user has added this device of the second factor; a passkey answers on ``host`` alone."""
    if isinstance(device, WebauthnDevice):
        PasskeyHost.objects.create(device=device, host=host)
    record("user.second_factor_added", actor=user, obj=user, device=kind(device))


@transaction.atomic
def make_backup_codes(*, user):
    """Give the user new backup codes in place of the old ones and return them as text, this once."""
    device, _made = BackupCodes.objects.get_or_create(user=user, defaults={"name": "backup"})
    codes = device.replace()
    record("user.backup_codes_made", actor=user, obj=user, count=len(codes))
    return codes


@transaction.atomic
def remove_device(*, user, device):
    """Remove one of the user's own devices; backup codes go with the last."""
    removed = kind(device)
    device.delete()
    if not has_second_factor(user):
        BackupCodes.objects.filter(user=user).delete()
    record("user.second_factor_removed", actor=user, obj=user, device=removed)


@transaction.atomic
def note_identity(*, user, purpose, identity, actor):
    """Store how ``actor`` made sure who ``user`` is: ``identity`` gives ``way``, ``document`` and ``note``."""
    check = IdentityCheck.objects.create(user=user, purpose=purpose, checked_by=actor, **identity)
    record("user.identified", actor=actor, obj=user, purpose=purpose, way=check.way, document=check.document)
    return check


@act()
def reset_second_factor(*, user, identity, actor):
    """Remove every device of a user who lost them, end their sessions and tell them by letter (REQ-2.5).

    ``identity`` says how ``actor`` identified the person, see :func:`note_identity`; both are None for the
    command on the server.
    """
    if actor:
        note_identity(user=user, purpose=IdentityCheck.Purpose.SECOND_FACTOR, identity=identity, actor=actor)
    removed = [kind(device) for device in devices_for_user(user, confirmed=None)]
    for device in devices_for_user(user, confirmed=None):
        device.delete()
    end_all_sessions(user)
    queue_letter(SECOND_FACTOR_RESET, to=user.email, context={})
    record("user.second_factor_reset", actor=actor, obj=user, devices=removed)


class KeyMissing(Exception):  # noqa: N818 - says what is the matter
    """No key of SECOND_FACTOR_KEY opens a stored secret."""


@transaction.atomic
def reencrypt_second_factors():
    """Encrypt every stored key of an application with the first key of SECOND_FACTOR_KEY. Returns how many.

    Raises KeyMissing, and changes nothing, when one of them opens with no key that is given.
    """
    devices = list(Authenticator.objects.select_for_update(no_key=True).order_by("pk"))
    try:
        for device in devices:
            device.key = device.key
    except InvalidToken as error:
        raise KeyMissing(f"Ключ приложения {device.pk} не открывается ни одним ключом SECOND_FACTOR_KEY.") from error
    Authenticator.objects.bulk_update(devices, ["encrypted_key"])
    record("user.second_factors_reencrypted", count=len(devices))
    return len(devices)


@transaction.atomic
def note_password_changed(user):
    """Record that the user has changed the password; their other sessions have ended by it."""
    record("user.password_changed", actor=user, obj=user)


@transaction.atomic
def note_staff_saved(*, user, actor, form, made):
    """Record what an administrator has set in a staff account; end its sessions when it was closed."""
    changed = sorted(set(form.changed_data) - {"password2"})
    if not user.is_active and "is_active" in changed:
        end_all_sessions(user)
    record(
        "user.staff_made" if made else "user.staff_changed",
        actor=actor,
        obj=user,
        changed=[str(form.fields[name].label).lower() for name in changed],
        groups=sorted(user.groups.values_list("name", flat=True)),
        is_active=user.is_active,
    )
