"""Reports that somebody else knows a password."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from lk_addon.registry.models import Member


class PasswordDisclosure(models.Model):
    """A representative's word that the password became known to others, and what staff did about it (REQ-2.1.b)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="учётная запись", on_delete=models.PROTECT, related_name="disclosures"
    )
    member = models.ForeignKey(
        Member, verbose_name="член СРО", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    login_label = models.CharField("логин в кабинете", max_length=40)
    reported_at = models.DateTimeField("когда сообщил", default=timezone.now)
    ip_address = models.GenericIPAddressField("адрес", null=True, blank=True)
    handled_at = models.DateTimeField("разобрано", null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="кто разобрал",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    outcome = models.TextField("что сделано", blank=True)

    class Meta:
        verbose_name = "сообщение о раскрытии пароля"
        verbose_name_plural = "раскрытые пароли"
        ordering = ["-reported_at"]
        default_permissions = ("view",)
        permissions = [("handle_passworddisclosure", "Может разбирать сообщения о раскрытии пароля")]

    def __str__(self):
        return f"{self.login_label}, {self.reported_at:%d.%m.%Y %H:%M}"
