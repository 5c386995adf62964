"""What the SRO and the law say about counting obligations; numbers are dated rows (REQ-7.3)."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


class ObligationsRuleQuerySet(models.QuerySet):
    """Rules by their day."""

    def on(self, day):
        """Return the rule in force on that day, or None: the last one that had begun."""
        return self.filter(valid_from__lte=day).order_by("-valid_from").first()


class ObligationsRule(models.Model):
    """From one day until the next rule: which contracts are counted, and when to warn."""

    valid_from = models.DateField("действует с", unique=True)
    min_price = models.DecimalField(
        "учитывать договоры с ценой от, ₽",
        max_digits=18,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(0)],
        help_text="Договоры с меньшей ценой не входят в совокупный размер обязательств. 0 — учитывать все.",
    )
    warning_percent = models.PositiveSmallIntegerField(
        "предупреждать при использовании предела от, %",
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    notice_month = models.PositiveSmallIntegerField(
        "уведомление за прошлый год: месяц", default=3, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    notice_day = models.PositiveSmallIntegerField(
        "уведомление за прошлый год: число", default=1, validators=[MinValueValidator(1), MaxValueValidator(28)]
    )
    ground = models.CharField("основание", max_length=300, help_text="Закон или решение органа СРО, номер, дата.")

    objects = ObligationsRuleQuerySet.as_manager()

    class Meta:
        verbose_name = "правило учёта обязательств"
        verbose_name_plural = "правила учёта обязательств"
        ordering = ["-valid_from"]
        default_permissions = ("view", "add", "change")

    def __str__(self):
        return f"с {self.valid_from:%d.%m.%Y}"
