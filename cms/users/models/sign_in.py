"""Sign-ins, and those that were refused: what a person is shown of their own account."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from cms.users.browsers import name_browser


class SignIn(models.Model):
    """An attempt to sign in as somebody (REQ-6.4); one that succeeded began a session of the same id."""

    class Outcome(models.TextChoices):
        ADMITTED = "admitted", "вход выполнен"
        REFUSED = "refused", "вход не выполнен: отказ после ввода пароля"
        WRONG_CODE = "wrong_code", "вход не выполнен: неверный код подтверждения"
        LOCKED = "locked", "вход временно закрыт: много неверных паролей"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="учётная запись",
        null=True,
        on_delete=models.CASCADE,
        related_name="sign_ins",
        help_text="Пусто, если такого логина нет.",
    )
    at = models.DateTimeField("когда", default=timezone.now)
    outcome = models.CharField("итог", max_length=12, choices=Outcome)
    host = models.CharField("сайт", max_length=253, blank=True)
    ip_address = models.GenericIPAddressField("адрес", null=True, blank=True)
    user_agent = models.CharField("браузер", max_length=300, blank=True)
    second_factor = models.BooleanField("со вторым фактором", default=False)

    class Meta:
        verbose_name = "вход"
        verbose_name_plural = "история входов"
        ordering = ["-at"]
        default_permissions = ()
        indexes = [models.Index(fields=["user", "-at"], name="sign_in_of_user")]

    def __str__(self):
        return f"{self.at:%d.%m.%Y %H:%M}: {self.get_outcome_display()}"

    @property
    def succeeded(self):
        """Whether somebody came in."""
        return self.outcome == self.Outcome.ADMITTED

    @property
    def browser(self):
        """Browser and system in words."""
        return name_browser(self.user_agent)
