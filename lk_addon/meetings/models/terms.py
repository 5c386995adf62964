"""Numbers that law or the charter sets for meetings, by the day since which they hold (REQ-7.3)."""

from decimal import Decimal
from fractions import Fraction

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


class MeetingTerms(models.Model):
    """A set of terms; it holds until the day of the next one."""

    valid_from = models.DateField("действуют с", unique=True)
    ground = models.CharField("основание", max_length=300, help_text="Например: 7-ФЗ ст. 29, ГК ст. 181.2, устав СРО.")
    quorum_percent = models.DecimalField(
        "кворум: больше … % членов",
        max_digits=4,
        decimal_places=1,
        default=Decimal(50),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal("99.9"))],
    )
    qualified_numerator = models.PositiveSmallIntegerField(
        "квалифицированное большинство: числитель", default=2, validators=[MinValueValidator(1)]
    )
    qualified_denominator = models.PositiveSmallIntegerField(
        "квалифицированное большинство: знаменатель", default=3, validators=[MinValueValidator(1)]
    )
    notice_days = models.PositiveSmallIntegerField(
        "извещать об общем собрании не позднее чем за, дней", default=15, help_text="Устав или положение СРО."
    )
    at_least_every_years = models.PositiveSmallIntegerField(
        "общее собрание не реже, чем раз в … лет", default=1, validators=[MinValueValidator(1)]
    )

    class Meta:
        verbose_name = "правила собраний"
        verbose_name_plural = "правила собраний"
        ordering = ["-valid_from"]
        default_permissions = ("add", "change", "view")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(qualified_numerator__lte=models.F("qualified_denominator")),
                name="meetings_qualified_is_a_share",
                violation_error_message="Доля квалифицированного большинства не бывает больше единицы.",
            )
        ]

    def __str__(self):
        return f"с {self.valid_from:%d.%m.%Y}"

    @property
    def qualified(self):
        """The share of votes that the qualified majority needs."""
        return Fraction(self.qualified_numerator, self.qualified_denominator)
