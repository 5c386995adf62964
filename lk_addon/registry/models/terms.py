"""Terms that the law gives members, counted in working days (REQ-7.3)."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import ngettext

from cms.workdays.queries import add_workdays
from lk_addon.registry.models.levels import InForce


class LegalTerm(models.Model):
    """How many working days there are for something, from one day to another; rows of law, not code."""

    class Code(models.TextChoices):
        REGISTER_CHANGE = "register_change", "сообщить об изменении сведений реестра"
        CONTRACT_NOTICE = "contract_notice", "сообщить о договоре подряда"

    code = models.CharField("срок для чего", max_length=40, choices=Code)
    working_days = models.PositiveSmallIntegerField("рабочих дней", validators=[MinValueValidator(1)])
    valid_from = models.DateField("действует с")
    valid_to = models.DateField("действует по", null=True, blank=True)
    ground = models.CharField("основание", max_length=300, help_text="Закон или документ СРО, дата.")

    objects = InForce.as_manager()

    class Meta:
        verbose_name = "срок по закону"
        verbose_name_plural = "сроки по закону"
        ordering = ["code", "-valid_from"]
        default_permissions = ("view", "add", "change")
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="registry_term_row_unique"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="registry_term_is_forward",
                violation_error_message="Срок не может кончиться раньше, чем начался.",
            ),
        ]

    def __str__(self):
        return f"{self.get_code_display()}: {self.working_days} раб. дн. с {self.valid_from:%d.%m.%Y}"

    @property
    def within(self):
        """The term in words: «в течение 3 рабочих дней»."""
        count = self.working_days
        return ngettext("within %(num)d working day", "within %(num)d working days", count) % {"num": count}

    def deadline(self, event_on):
        """Return the last day for an event of that day: the count begins on the day after it (ГК РФ ст. 191)."""
        return add_workdays(event_on, self.working_days)
