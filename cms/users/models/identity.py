"""How staff made sure who somebody is before they gave access back."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class IdentityCheck(models.Model):
    """That a person who lost a login, password or second factor was identified: by whom, how, on what paper.

    REQ-2.5, регламент п. 2.5: there is no way back in without it.
    """

    class Way(models.TextChoices):
        IN_PERSON = "in_person", "лично, по документу"
        CALL = "call", "звонок по телефону, известному СРО"
        LETTER = "letter", "подписанное обращение организации"

    class Purpose(models.TextChoices):
        SECOND_FACTOR = "second_factor", "сброс второго фактора"
        CREDENTIALS = "credentials", "новая ссылка взамен логина или пароля"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="кого опознали", on_delete=models.PROTECT, related_name="identity_checks"
    )
    purpose = models.CharField("для чего", max_length=15, choices=Purpose)
    way = models.CharField("как убедились, что это он", max_length=10, choices=Way)
    document = models.CharField(
        "документ СРО", max_length=200, help_text="Где это записано: входящий номер обращения, запись журнала, дата."
    )
    note = models.TextField("пояснение", max_length=2000, blank=True)
    checked_at = models.DateTimeField("когда", default=timezone.now)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="кто опознал", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "проверка личности"
        verbose_name_plural = "проверки личности"
        ordering = ["-checked_at"]
        default_permissions = ("view",)

    def __str__(self):
        return f"{self.get_purpose_display()}, {self.checked_at:%d.%m.%Y %H:%M}"
