"""What a member promised in a letter and by which day (REQ-3.2.2.N11, регламент п. 3.2.2)."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from lk_addon.correspondence.models.letter import Letter
from lk_addon.correspondence.models.thread import Thread

#: States of a thread in which its letter binds nobody.
VOID = (Thread.State.WITHDRAWN, Thread.State.REJECTED)


class UndertakingQuerySet(models.QuerySet):
    """Promises by where they stand."""

    def waiting(self):
        """Those that bind and are not fulfilled yet."""
        return self.filter(fulfilled_on=None).exclude(thread__state__in=VOID)

    def due_between(self, since, until):
        """Those whose day lies between two days, both included."""
        return self.filter(due_on__range=(since, until))


class Undertaking(models.Model):
    """A promise with its day, as the latest version of the letter has it; staff note when it is fulfilled."""

    thread = models.OneToOneField(
        Thread, verbose_name="переписка", on_delete=models.PROTECT, related_name="undertaking"
    )
    letter = models.ForeignKey(Letter, verbose_name="письмо", on_delete=models.PROTECT, related_name="+")
    text = models.TextField("обязательство", max_length=2000)
    due_on = models.DateField("исполнить до", db_index=True)
    reminded = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name="за сколько дней напомнили", default=list, blank=True
    )
    fulfilled_on = models.DateField("исполнено", null=True, blank=True)
    fulfilled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="кто отметил",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    proof = models.CharField("чем подтверждено", max_length=300, blank=True)

    objects = UndertakingQuerySet.as_manager()

    class Meta:
        verbose_name = "обязательство по письму"
        verbose_name_plural = "обязательства по письмам"
        ordering = ["due_on", "pk"]
        default_permissions = ("view",)

    def __str__(self):
        return f"{self.letter}: исполнить до {self.due_on:%d.%m.%Y}"

    @property
    def is_late(self):
        """Whether its day has passed and nobody has noted that it was fulfilled."""
        return self.fulfilled_on is None and self.due_on < timezone.localdate()
