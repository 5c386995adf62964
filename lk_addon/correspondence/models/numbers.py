"""Yearly series of numbers without gaps or doubles; see ``domain.numbering``."""

from django.db import models


class NumberSeries(models.Model):
    """The last number given in a series in a year. Its row is the lock that numbering waits at."""

    class Code(models.TextChoices):
        RECEIPT = "receipt", "приём через кабинет"
        INCOMING = "incoming", "входящие"
        OUTGOING = "outgoing", "исходящие"
        OUTAGE = "outage", "справки о недоступности"

    code = models.CharField("серия", max_length=10, choices=Code)
    year = models.PositiveSmallIntegerField("год")
    last = models.PositiveIntegerField("последний номер", default=0)

    class Meta:
        verbose_name = "серия номеров"
        verbose_name_plural = "серии номеров"
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["code", "year"], name="correspondence_one_series_a_year")]

    def __str__(self):
        return f"{self.get_code_display()}, {self.year}"
