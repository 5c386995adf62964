"""Changes of who may sign in and with what. Each writes one entry to the audit journal."""

from django.db import transaction
from django.db.models import F
from django_otp import devices_for_user
from two_factor.plugins.webauthn.models import WebauthnDevice

from cms.audit.domain import record
from cms.users.models import BackupCodes
from cms.users.queries import has_second_factor


def end_all_sessions(user):
    """End every session of the user on both hosts at its next request; part of a bigger act, which is recorded."""
    type(user).objects.filter(pk=user.pk).update(session_generation=F("session_generation") + 1)
    user.refresh_from_db(fields=["session_generation"])


def kind(device):
    """Return what the journal calls the device."""
    return "ключ доступа" if isinstance(device, WebauthnDevice) else device._meta.verbose_name


@transaction.atomic
def note_added_device(user, device):
    """Record that the user has added this device of the second factor."""
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
def reset_second_factor(*, user, actor=None):
    """Remove every device of a user who lost them, and end their sessions.

    ``actor`` is the administrator who identified the person; None is the command on the server.
    """
    removed = [kind(device) for device in devices_for_user(user, confirmed=None)]
    for device in devices_for_user(user, confirmed=None):
        device.delete()
    end_all_sessions(user)
    record("user.second_factor_reset", actor=actor, obj=user, devices=removed)


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
