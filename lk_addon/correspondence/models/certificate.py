"""«Справка о недоступности»: what the SRO certifies of an outage of the cabinet."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from home.outages.models import OutageNotice
from lk_addon.cabinet.files import PrivateFileField
from lk_addon.registry.models import Member


class UnavailabilityCertificate(models.Model):
    """A certificate issued to a member of an outage that is over: its window, its bytes and their hash.

    It stands as it was issued. When staff correct the outage's window afterwards, another certificate is issued.
    """

    number = models.CharField("номер", max_length=40, unique=True)
    member = models.ForeignKey(
        Member, verbose_name="член СРО", on_delete=models.PROTECT, related_name="unavailability_certificates"
    )
    outage = models.ForeignKey(
        OutageNotice,
        verbose_name="перерыв",
        null=True,
        on_delete=models.SET_NULL,
        related_name="unavailability_certificates",
    )
    title = models.CharField("объявление", max_length=255)
    services = models.CharField("что не работало", max_length=1000)
    starts_at = models.DateTimeField("с")
    ends_at = models.DateTimeField("по")
    issued_at = models.DateTimeField("выдана", default=timezone.now)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="кому", null=True, on_delete=models.PROTECT, related_name="+"
    )
    facts_sha256 = models.CharField("контрольная сумма сведений", max_length=64)
    file = PrivateFileField("файл")
    sha256 = models.CharField("контрольная сумма файла", max_length=64)
    sealed_by = models.CharField("заверена печатью", max_length=300, blank=True)

    class Meta:
        verbose_name = "справка о недоступности"
        verbose_name_plural = "справки о недоступности"
        ordering = ["-issued_at", "-pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["member", "outage", "starts_at", "ends_at"], name="correspondence_certificate_of_window"
            )
        ]

    def __str__(self):
        return f"№\u00a0{self.number} от {timezone.localtime(self.issued_at):%d.%m.%Y}"

    @property
    def file_name(self):
        """What the file is called on the reader's computer."""
        return f"spravka-o-nedostupnosti-{self.number.replace('/', '-')}.pdf"
