"""Blocks of accounts."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class AccountBlock(models.Model):
    """A block of one account by staff, without notice beforehand (REQ-2.4, REQ-2.1.g)."""

    class Reason(models.TextChoices):
        SUSPICION = "suspicion", "подозрение в несанкционированном доступе"
        CONTACTS = "contacts", "недостоверные контактные данные"
        REQUEST = "request", "по обращению члена СРО"
        OTHER = "other", "другое"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="представитель", on_delete=models.PROTECT, related_name="blocks"
    )
    reason = models.CharField("причина", max_length=20, choices=Reason)
    comment = models.TextField("пояснение", blank=True)
    blocked_at = models.DateTimeField("заблокирован", default=timezone.now)
    blocked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="кто заблокировал", on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField("снято", null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="кто снял",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "блокировка"
        verbose_name_plural = "блокировки"
        ordering = ["-blocked_at"]
        default_permissions = ("view", "add", "change")
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(lifted_at=None), name="accounts_one_live_block")
        ]

    def __str__(self):
        return f"Блокировка от {self.blocked_at:%d.%m.%Y %H:%M}: {self.get_reason_display()}"
