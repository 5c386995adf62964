"""Private addresses of the calendar of duties."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from lk_addon.accounts.models import Mandate


class CalendarAddress(models.Model):
    """An address by which a calendar program reads one member's duties; bound to the mandate it was given by.

    The database keeps only the hash of the key: the address is shown once.
    """

    mandate = models.ForeignKey(
        Mandate, verbose_name="полномочие", on_delete=models.PROTECT, related_name="calendar_addresses"
    )
    token_hash = models.CharField("хеш ключа", max_length=64, unique=True)
    given_at = models.DateTimeField("выдан", default=timezone.now)
    revoked_at = models.DateTimeField("отозван", null=True, blank=True)

    class Meta:
        verbose_name = "адрес календаря"
        verbose_name_plural = "адреса календаря"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["mandate"], condition=Q(revoked_at=None), name="planner_one_live_address_per_mandate"
            )
        ]

    def __str__(self):
        return f"{self.mandate.login_label}, {self.given_at:%d.%m.%Y}"
