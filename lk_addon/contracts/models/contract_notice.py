"""Whether members tell of their contracts in time (ГрК ст. 55.8 ч. 4 in the words of 309-ФЗ; REQ-L.3)."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cms.workdays.queries import workdays_between
from lk_addon.contracts.models.contract import Contract
from lk_addon.correspondence.models import Letter
from lk_addon.registry.models import Member


class ContractNoticeQuerySet(models.QuerySet):
    """Notices by whether they came and when; days are Moscow's."""

    def in_time(self):
        """Return those that came by their day."""
        return self.filter(told_on__lte=F("due_on"))

    def late(self):
        """Return those that came after it."""
        return self.filter(told_on__gt=F("due_on"))

    def missing(self):
        """Return those that did not come though their day is over."""
        return self.filter(told_on=None, due_on__lt=timezone.localdate())

    def awaited(self):
        """Return those that did not come and still may in time."""
        return self.filter(told_on=None, due_on__gte=timezone.localdate())


class ContractNotice(models.Model):
    """What a member has to tell of one contract of the journal, and by which letter it told.

    Made from the journal and the letters by :mod:`lk_addon.contracts.domain.contract_notices`.
    """

    class Event(models.TextChoices):
        CONCLUDED = "concluded", "заключён"
        COMPLETED = "completed", "исполнен"
        TERMINATED = "terminated", "расторгнут"

    member = models.ForeignKey(
        Member, verbose_name="член СРО", on_delete=models.PROTECT, related_name="contract_notices"
    )
    contract = models.ForeignKey(Contract, verbose_name="договор", on_delete=models.CASCADE, related_name="notices")
    event = models.CharField("о чём", max_length=10, choices=Event)
    event_on = models.DateField("день события")
    due_on = models.DateField("сообщить до")
    told_on = models.DateField("сообщено", null=True, blank=True)
    letter = models.ForeignKey(
        Letter, verbose_name="письмо", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ContractNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "уведомление о договоре"
        verbose_name_plural = "уведомления о договорах"
        ordering = ["-event_on", "-pk"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["due_on"], name="contracts_notice_due")]
        constraints = [
            models.UniqueConstraint(fields=["contract", "event"], name="contracts_one_notice_of_an_event"),
            models.CheckConstraint(
                condition=Q(letter=None, told_on=None) | Q(letter__isnull=False, told_on__isnull=False),
                name="contracts_told_by_a_letter",
            ),
        ]

    def __str__(self):
        return f"{self.contract}: {self.get_event_display()}"

    @property
    def days_late(self):
        """By how many working days it came too late, or has not come by today; 0 within the term."""
        day = self.told_on or timezone.localdate()
        return workdays_between(self.due_on, day) if day > self.due_on else 0
