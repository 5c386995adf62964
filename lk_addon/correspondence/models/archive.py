"""ZIPs of large threads, made by a worker."""

from django.db import models
from django.db.models import Q

from lk_addon.cabinet.background import LinkedFile
from lk_addon.cabinet.files import PrivateFileField
from lk_addon.correspondence.models.thread import Thread


class ThreadArchive(LinkedFile):
    """The ZIP of one thread for one person: made in the background, gone when its link ends."""

    class State(models.TextChoices):
        MAKING = "making", "готовится"
        READY = "ready", "готов"
        FAILED = "failed", "не получился"
        EXPIRED = "expired", "удалён"

    AT_WORK = (State.MAKING,)

    thread = models.ForeignKey(Thread, verbose_name="переписка", on_delete=models.PROTECT, related_name="archives")
    state = models.CharField("состояние", max_length=10, choices=State, default=State.MAKING)
    size = models.BigIntegerField("байт в файлах", default=0)
    written = models.BigIntegerField("записано, байт", default=0)
    file = PrivateFileField("файл", blank=True)
    begun_at = models.DateTimeField("начат", null=True, blank=True)

    class Meta:
        verbose_name = "архив переписки"
        verbose_name_plural = "архивы переписки"
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["thread", "requested_by"], condition=Q(state="making"), name="correspondence_one_archive_made"
            )
        ]

    def __str__(self):
        return f"архив переписки {self.pk}"

    @property
    def is_behind(self):
        """Whether letters have come since it was begun."""
        return self.thread.changed_at > self.begun_at

    @property
    def percent(self):
        """How much is written, 0 to 100."""
        return min(100, self.written * 100 // self.size) if self.size else 0
