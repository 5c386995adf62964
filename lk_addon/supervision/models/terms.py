"""Numbers and terms that law or the SRO's own rules set, by the day since which they hold (REQ-7.3)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


class ControlTerms(models.Model):
    """A set of terms; it holds until the day of the next one."""

    valid_from = models.DateField("действуют с", unique=True)
    ground = models.CharField("основание", max_length=300, help_text="Например: ст. 9 315-ФЗ, Положение о контроле.")
    at_least_every_years = models.PositiveSmallIntegerField(
        "плановая проверка не реже, чем раз в … года", default=3, validators=[MinValueValidator(1)]
    )
    at_most_per_year = models.PositiveSmallIntegerField(
        "плановых проверок за год не больше", default=1, validators=[MinValueValidator(1)]
    )
    decision_copy_days = models.PositiveSmallIntegerField(
        "копия решения о мере воздействия: рабочих дней", default=2, validators=[MinValueValidator(1)]
    )
    qualification_years = models.PositiveSmallIntegerField(
        "независимая оценка квалификации действует, лет", default=5, validators=[MinValueValidator(1)]
    )
    qualification_warning_days = models.PositiveSmallIntegerField(
        "предупреждать об окончании квалификации за, дней", default=60
    )
    least_specialists = models.PositiveSmallIntegerField("специалистов из НРС у члена, не меньше", default=2)
    report_month = models.PositiveSmallIntegerField(
        "отчёт за прошлый год: месяц", default=3, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    report_day = models.PositiveSmallIntegerField(
        "отчёт за прошлый год: число", default=1, validators=[MinValueValidator(1), MaxValueValidator(28)]
    )

    class Meta:
        verbose_name = "сроки контроля"
        verbose_name_plural = "сроки контроля"
        ordering = ["-valid_from"]
        default_permissions = ("add", "change", "view")

    def __str__(self):
        return f"с {self.valid_from:%d.%m.%Y}"
