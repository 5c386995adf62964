"""How a representative is reached, and how that changes."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class ContactState(models.Model):
    """What is known of somebody's e-mail and telephone: when they were confirmed, whether letters come back.

    REQ-2.1.f, REQ-2.1.g. The contacts themselves are the account's.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="представитель",
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="contact_state",
    )
    confirmed_at = models.DateTimeField("контакты подтверждены", null=True, blank=True)
    failed_at = models.DateTimeField("письмо не дошло", null=True, blank=True)
    failure = models.CharField("что не так", max_length=200, blank=True)
    settled_at = models.DateTimeField("связь восстановлена", null=True, blank=True)

    class Meta:
        verbose_name = "состояние контактов"
        verbose_name_plural = "контакты представителей"
        ordering = ["-failed_at", "user"]
        default_permissions = ("view", "change")

    def __str__(self):
        return f"Контакты: {self.user}"


class EmailChange(models.Model):
    """A wish to be written to, and to sign in, under another address; it counts once the address answers.

    REQ-2.1.d. The clear key is stored nowhere. ``third_party`` with time, address and browser is the proof that
    the person asked for letters to go to somebody else's mailbox (REQ-4.5, регламент п. 4.5).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="представитель", on_delete=models.PROTECT, related_name="email_changes"
    )
    email = models.EmailField("новый адрес")
    third_party = models.BooleanField("адрес другого лица, по просьбе представителя", default=False)
    nonce = models.CharField("случайная часть", max_length=64)
    token_hash = models.CharField("хеш ключа", max_length=64, unique=True)
    created_at = models.DateTimeField("запрошено", default=timezone.now)
    expires_at = models.DateTimeField("действует до")
    confirmed_at = models.DateTimeField("подтверждено", null=True, blank=True)
    revoked_at = models.DateTimeField("отменено", null=True, blank=True)
    ip_address = models.GenericIPAddressField("с адреса", null=True, blank=True)
    user_agent = models.CharField("браузер", max_length=500, blank=True)
    letter = models.ForeignKey(
        "post_office.Email", verbose_name="письмо", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "смена адреса почты"
        verbose_name_plural = "смены адресов почты"
        ordering = ["-created_at"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(confirmed_at=None, revoked_at=None), name="accounts_one_open_email_change"
            )
        ]

    def __str__(self):
        return f"Смена адреса от {self.created_at:%d.%m.%Y %H:%M}"

    def is_open(self):
        """Say whether the link itself is good: whether its person may enter is asked of ``rules``."""
        return self.confirmed_at is None and self.revoked_at is None and self.expires_at > timezone.now()
