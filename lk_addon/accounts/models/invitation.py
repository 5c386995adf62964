"""Links that set a password."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from lk_addon.accounts.models.mandate import Mandate


class Invitation(models.Model):
    """A single-use way to set a password, sent by letter (REQ-2.1.d). The clear token is stored nowhere."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mandate = models.ForeignKey(
        Mandate, verbose_name="полномочие", on_delete=models.PROTECT, related_name="invitations"
    )
    nonce = models.CharField("случайная часть", max_length=64)
    token_hash = models.CharField("хеш ключа", max_length=64, unique=True)
    created_at = models.DateTimeField("создано", default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="кто пригласил", on_delete=models.PROTECT, related_name="+", null=True
    )
    email = models.EmailField("куда отправлено", help_text="Пройдя по ссылке, человек подтверждает этот адрес.")
    expires_at = models.DateTimeField("действует до")
    used_at = models.DateTimeField("использовано", null=True, blank=True)
    revoked_at = models.DateTimeField("отозвано", null=True, blank=True)
    letter = models.ForeignKey(
        "post_office.Email", verbose_name="письмо", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "приглашение"
        verbose_name_plural = "приглашения"
        ordering = ["-created_at"]
        default_permissions = ("view",)

    def __str__(self):
        return f"Приглашение {self.mandate.login_label} от {self.created_at:%d.%m.%Y %H:%M}"

    def is_open(self, now=None):
        """Say whether the invitation itself is good: whether its person may enter is asked of ``rules``."""
        return self.used_at is None and self.revoked_at is None and self.expires_at > (now or timezone.now())
