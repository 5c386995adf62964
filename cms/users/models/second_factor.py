"""Devices of the second factor whose secrets django-otp would keep in plain text.

Passkeys stay in the library's model, which keeps only public keys; ours says on which host each answers.
"""

import hashlib
import secrets
import time
from base64 import b32encode

from django.db import models, transaction
from django_otp.models import Device, ThrottlingMixin, TimestampMixin
from django_otp.oath import TOTP
from two_factor.plugins.webauthn.models import WebauthnDevice

from cms.users.encryption import decrypt, encrypt

TOLERANCE = 1  # steps of 30 seconds that a clock may be off


class Throttled(ThrottlingMixin):
    """Waiting after a wrong code: 1 second, 2, 4, … up to 17 minutes, so that a stranger closes no door for ever."""

    MOST_COUNTED = 11

    class Meta:
        abstract = True

    def get_throttle_factor(self):
        """Seconds of waiting after the first wrong code."""
        return 1

    def throttle_increment(self, commit=True):
        """Count one more wrong code."""
        self.throttling_failure_count = min(self.throttling_failure_count, self.MOST_COUNTED - 1)
        super().throttle_increment(commit)


class Authenticator(TimestampMixin, Throttled, Device):
    """An application that makes six-digit codes by the clock (TOTP, RFC 6238)."""

    encrypted_key = models.TextField("зашифрованный ключ", editable=False)
    last_step = models.BigIntegerField("шаг последнего принятого кода", default=-1, editable=False)

    class Meta:
        verbose_name = "приложение с кодами"
        verbose_name_plural = "приложения с кодами"
        default_permissions = ()

    @property
    def key(self):
        """The secret that the application shares with us, as bytes."""
        return decrypt(self.encrypted_key)

    @key.setter
    def key(self, value):
        self.encrypted_key = encrypt(value)

    @staticmethod
    def matching_step(key, token, *, after=-1):
        """Return the time step whose code is ``token``, later than step ``after``; None when there is none."""
        if not token.isascii() or not token.isdigit():
            return None
        totp = TOTP(key)
        totp.time = time.time()
        return totp.t() if totp.verify(int(token), TOLERANCE, after + 1) else None

    @transaction.atomic
    def verify_token(self, token):
        """Accept a code once: the row is locked, and a code of the same or an earlier step is refused."""
        self.refresh_from_db(from_queryset=type(self).objects.select_for_update(no_key=True))
        allowed, _reason = self.verify_is_allowed()
        if not allowed:
            return False
        step = self.matching_step(self.key, str(token), after=self.last_step)
        if step is None:
            self.throttle_increment()
            return False
        self.last_step = step
        self.throttle_reset(commit=False)
        self.set_last_used_timestamp(commit=False)
        self.save()
        return True


class BackupCodes(TimestampMixin, Throttled, Device):
    """A set of codes on paper, for the day when the telephone is lost."""

    COUNT = 10

    class Meta:
        verbose_name = "резервные коды"
        verbose_name_plural = "резервные коды"
        default_permissions = ()
        constraints = [models.UniqueConstraint("user", name="one_backup_set")]

    @transaction.atomic
    def replace(self):
        """Make :attr:`COUNT` new codes in place of the old ones and return them: they are never shown again."""
        codes = [b32encode(secrets.token_bytes(10)).decode() for _ in range(self.COUNT)]
        self.codes.all().delete()
        BackupCode.objects.bulk_create(BackupCode(device=self, digest=self.digest(code)) for code in codes)
        return ["-".join(code[i : i + 4] for i in range(0, len(code), 4)) for code in codes]

    @staticmethod
    def digest(code):
        """Return the SHA-256 of a code however it was typed; its 80 random bits need no slower hash."""
        return hashlib.sha256("".join(filter(str.isalnum, code)).upper().encode()).hexdigest()

    @transaction.atomic
    def verify_token(self, token):
        """Accept a code once: it is deleted by the same statement that finds it."""
        self.refresh_from_db(from_queryset=type(self).objects.select_for_update(no_key=True))
        allowed, _reason = self.verify_is_allowed()
        if not allowed:
            return False
        found, _ = self.codes.filter(digest=self.digest(str(token))).delete()
        if not found:
            self.throttle_increment()
            return False
        self.throttle_reset(commit=False)
        self.set_last_used_timestamp(commit=False)
        self.save()
        return True


class BackupCode(models.Model):
    """One unused code, as its hash."""

    device = models.ForeignKey(BackupCodes, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = "резервный код"
        verbose_name_plural = "резервные коды"
        default_permissions = ()
        constraints = [models.UniqueConstraint("device", "digest", name="backup_code_unique")]

    def __str__(self):
        return f"код {self.pk}"


class PasskeyHost(models.Model):
    """The host for which a passkey was made: a browser offers it there and nowhere else."""

    device = models.OneToOneField(
        WebauthnDevice, primary_key=True, on_delete=models.CASCADE, related_name="made_for", editable=False
    )
    host = models.CharField("сайт", max_length=253, editable=False)

    class Meta:
        verbose_name = "сайт ключа доступа"
        verbose_name_plural = "сайты ключей доступа"
        default_permissions = ()

    def __str__(self):
        return self.host
