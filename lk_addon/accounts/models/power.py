"""Machine-readable powers of attorney (МЧД) of representatives."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from lk_addon.accounts.models.mandate import Mandate
from lk_addon.files.models import StoredFile


class PowerOfAttorney(models.Model):
    """A machine-readable power of attorney that the SRO was given for a representative, with its signature.

    By 63-ФЗ, article 17.2, a person signs for a company with a certificate of their own and this document. The
    person's ИНН and СНИЛС are kept masked, and the ИНН as a keyed digest, by which a certificate is compared.
    """

    mandate = models.ForeignKey(
        Mandate, verbose_name="представитель", on_delete=models.PROTECT, related_name="powers_of_attorney"
    )
    document = models.OneToOneField(
        StoredFile, verbose_name="доверенность", on_delete=models.PROTECT, related_name="power_of_attorney"
    )
    signature = models.OneToOneField(
        StoredFile, verbose_name="подпись доверителя", on_delete=models.PROTECT, related_name="+"
    )
    number = models.UUIDField("номер")
    issued_on = models.DateField("выдана")
    valid_to = models.DateField("действует по")
    principal_inn = models.CharField("ИНН доверителя", max_length=12)
    principal_ogrn = models.CharField("ОГРН доверителя", max_length=15, blank=True)
    masked_inn = models.CharField("ИНН представителя", max_length=20, blank=True)
    masked_snils = models.CharField("СНИЛС представителя", max_length=20, blank=True)
    inn_digest = models.CharField(max_length=64, blank=True, editable=False)
    powers = models.TextField("полномочия")
    received_at = models.DateTimeField("получена", default=timezone.now)
    confirmed_at = models.DateTimeField(
        "сверена с реестром",
        null=True,
        blank=True,
        help_text="Сотрудник посмотрел её в реестре m4d.nalog.gov.ru и прочитал полномочия.",
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="кто сверил",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    ended_at = models.DateTimeField("прекращена", null=True, blank=True)
    ended_because = models.CharField("почему прекращена", max_length=500, blank=True)

    class Meta:
        verbose_name = "машиночитаемая доверенность"
        verbose_name_plural = "машиночитаемые доверенности"
        ordering = ["-received_at"]
        default_permissions = ("add", "view")
        permissions = [("settle_powerofattorney", "Может сверять и прекращать машиночитаемые доверенности")]
        constraints = [
            models.UniqueConstraint(
                fields=["mandate", "number"],
                condition=Q(ended_at=None),
                name="accounts_power_once",
                violation_error_message="Эта доверенность уже приложена.",
            )
        ]

    def __str__(self):
        return f"МЧД №\u00a0{self.number}"

    def covers(self, on):
        """Say whether its term covers that day and nobody has ended it."""
        return self.ended_at is None and self.issued_on <= on <= self.valid_to
