"""Whom we trust: authorities that issue certificates, authorities that stamp time, lists of what was revoked."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from lk_addon.cabinet.files import private_storage


class StoredCertificate(models.Model):
    """A certificate that somebody of the SRO added after comparing its fingerprint with the published one."""

    certificate = models.TextField("сертификат", editable=False)
    fingerprint = models.CharField("отпечаток SHA-256", max_length=64, editable=False)
    subject = models.CharField("чей", max_length=1000, editable=False)
    issuer = models.CharField("кем выдан", max_length=1000, editable=False)
    serial = models.CharField("серийный номер", max_length=64, editable=False)
    valid_from = models.DateTimeField("действует с", editable=False)
    valid_to = models.DateTimeField("действует по", editable=False)
    ground = models.CharField(
        "основание",
        max_length=500,
        help_text="Откуда взят сертификат и где опубликован его отпечаток.",
    )
    added_at = models.DateTimeField("добавлен", default=timezone.now, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="кто добавил",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    removed_at = models.DateTimeField("исключён", null=True, blank=True, editable=False)
    removed_because = models.CharField("почему исключён", max_length=500, blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self):
        return self.subject

    @property
    def is_trusted(self):
        """Whether it counts in checks."""
        return self.removed_at is None


class TrustedCertificate(StoredCertificate):
    """A certification authority: the head one, or one below it that issues certificates to members."""

    class Kind(models.TextChoices):
        ROOT = "root", "головной удостоверяющий центр"
        INTERMEDIATE = "intermediate", "удостоверяющий центр"

    kind = models.CharField("вид", max_length=12, choices=Kind, editable=False)
    crl_url = models.URLField(
        "адрес списка отозванных сертификатов",
        max_length=500,
        blank=True,
        help_text="С этого адреса список загружается сам. Пусто: список загружают вручную.",
    )
    crl_tried_at = models.DateTimeField("когда запрошен список", null=True, blank=True, editable=False)
    crl_problem = models.CharField("почему список не получен", max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = "доверенный сертификат"
        verbose_name_plural = "доверенные сертификаты"
        ordering = ["kind", "subject"]
        default_permissions = ("add", "view")
        permissions = [("remove_trustedcertificate", "Может исключать доверенные сертификаты")]
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=models.Q(removed_at=None),
                name="signatures_trusted_once",
                violation_error_message="Этот сертификат уже есть среди доверенных.",
            )
        ]


class TimestampAuthority(StoredCertificate):
    """An authority whose word for a moment is believed."""

    class Meta:
        verbose_name = "служба меток времени"
        verbose_name_plural = "службы меток времени"
        ordering = ["subject"]
        default_permissions = ("add", "view")
        permissions = [("remove_timestampauthority", "Может исключать службы меток времени")]
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=models.Q(removed_at=None),
                name="signatures_stamps_trusted_once",
                violation_error_message="Этот сертификат уже есть среди служб меток времени.",
            )
        ]


def list_name(instance, filename):
    """Return the name for the storage: by the digest of the list."""
    return f"signatures/crl/{instance.sha256}.crl"


class RevocationList(models.Model):
    """A list of revoked certificates, as its issuer signed it. The latest counts; those that a check used stay."""

    issuer = models.ForeignKey(
        TrustedCertificate, verbose_name="чей", on_delete=models.PROTECT, related_name="revocation_lists"
    )
    this_update = models.DateTimeField("выпущен")
    next_update = models.DateTimeField("следующий ожидается")
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    file = models.FileField("список", storage=private_storage, upload_to=list_name, max_length=200)
    fetched_at = models.DateTimeField("получен", default=timezone.now)

    class Meta:
        verbose_name = "список отозванных сертификатов"
        verbose_name_plural = "списки отозванных сертификатов"
        ordering = ["-this_update"]
        default_permissions = ("view",)

    def __str__(self):
        return f"{self.issuer}, {self.this_update:%d.%m.%Y %H:%M}"
