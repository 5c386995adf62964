"""What representatives agreed to."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Consent(models.Model):
    """What a representative agreed to, and the proof of it (REQ-2.1, REQ-L.1; 152-ФЗ ст. 9)."""

    class Kind(models.TextChoices):
        REGULATION = "regulation", "регламент услуги «Личный кабинет»"
        PERSONAL_DATA = "personal_data", "обработка персональных данных"
        INFORMATION = "information", "информационные письма"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="представитель", on_delete=models.PROTECT, related_name="consents"
    )
    kind = models.CharField("на что", max_length=20, choices=Kind)
    edition = models.ForeignKey(
        "regulations.Edition",
        verbose_name="редакция документа",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    content_hash = models.CharField("хеш текста редакции", max_length=64, blank=True)
    given_at = models.DateTimeField("когда", default=timezone.now)
    ip_address = models.GenericIPAddressField("адрес", null=True, blank=True)
    user_agent = models.CharField("браузер", max_length=500, blank=True)
    withdrawn_at = models.DateTimeField("отозвано", null=True, blank=True)
    withdrawn_ip_address = models.GenericIPAddressField("адрес при отзыве", null=True, blank=True)

    class Meta:
        verbose_name = "согласие"
        verbose_name_plural = "согласия"
        ordering = ["-given_at"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="information") | (Q(edition__isnull=False) & ~Q(content_hash="")),
                name="accounts_consent_names_its_edition",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.given_at:%d.%m.%Y %H:%M}"
