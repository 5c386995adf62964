"""The yearly notice of the aggregate obligations under contracts won in competition (ГрК ст. 55.8, REQ-3.2.2.N4)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from lk_addon.contracts.models.contract import MONEY
from lk_addon.correspondence.models import Letter
from lk_addon.registry.models import Member


class ObligationNotice(models.Model):
    """What a member told for one year; a corrected version takes the place of the one before, its letter stays."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", "представлено"
        ACCEPTED = "accepted", "принято"
        RETURNED = "returned", "возвращено"

    member = models.ForeignKey(
        Member, verbose_name="член СРО", on_delete=models.PROTECT, related_name="obligation_notices"
    )
    year = models.PositiveSmallIntegerField("за год", validators=[MinValueValidator(2017), MaxValueValidator(2100)])
    state = models.CharField("состояние", max_length=10, choices=State, default=State.SUBMITTED, editable=False)
    letter = models.ForeignKey(Letter, verbose_name="письмо", on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField("представлено", default=timezone.now)
    due_on = models.DateField("представить до")
    decided_at = models.DateTimeField("решение", null=True, blank=True)

    concluded_count = models.PositiveIntegerField("заключено договоров")
    concluded_sum = models.DecimalField("на сумму, ₽", **MONEY)
    performed_sum = models.DecimalField("исполнено за год, ₽", **MONEY)
    remaining_sum = models.DecimalField("фактический совокупный размер на 31 декабря, ₽", **MONEY)
    limit_rub = models.DecimalField("предел уровня в КФ ОДО, ₽", **MONEY, null=True, blank=True)

    class Meta:
        verbose_name = "уведомление о размере обязательств"
        verbose_name_plural = "уведомления о размере обязательств"
        ordering = ["-year", "member__sort_name"]
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["member", "year"], name="contracts_one_notice_a_year")]

    def __str__(self):
        return f"Уведомление за {self.year}\u00a0год"

    @property
    def is_late(self):
        """Whether it came after its day."""
        return timezone.localdate(self.submitted_at) > self.due_on

    @property
    def is_exceeded(self):
        """Whether the aggregate was above the limit of the level."""
        return self.limit_rub is not None and self.remaining_sum > self.limit_rub

    @property
    def tone(self):
        """The kind of mark that a state gets on pages."""
        return {"accepted": "good", "returned": "bad"}.get(self.state, "soon")
