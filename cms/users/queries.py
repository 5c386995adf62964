"""Which devices of the second factor a user has."""

from two_factor.plugins.webauthn.models import WebauthnDevice

from cms.users.models import Authenticator, BackupCode


def second_factors(user):
    """Return the user's applications with codes and passkeys, oldest first within a kind.

    Backup codes are not among them: they replace a lost factor and are none by themselves.
    """
    return [
        *Authenticator.objects.devices_for_user(user, confirmed=True).order_by("pk"),
        *WebauthnDevice.objects.devices_for_user(user, confirmed=True).order_by("pk"),
    ]


def has_second_factor(user):
    """Say whether the user has any device of :func:`second_factors`."""
    return any(
        model.objects.devices_for_user(user, confirmed=True).exists() for model in (Authenticator, WebauthnDevice)
    )


def backup_codes_left(user):
    """Return how many unused backup codes the user has."""
    return BackupCode.objects.filter(device__user=user).count()
