"""Exports: what somebody asked for, the file, and until when it can be fetched."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from cms.core.spreadsheets import FILES
from lk_addon.cabinet.background import BackgroundQuerySet
from lk_addon.cabinet.files import PrivateFileField
from lk_addon.exchange.models.background import RowWork


class ExportQuerySet(BackgroundQuerySet):
    """Exports by what has become of them."""

    def overdue(self):
        """Those whose link has ended and whose file is still there."""
        return self.filter(state=ExportRun.State.READY, expires_at__lte=timezone.now())


class ExportRun(RowWork):
    """One file for one person: made of a list under the conditions of its address, gone after its term."""

    class State(models.TextChoices):
        MAKING = "making", "готовится"
        READY = "ready", "готова"
        FAILED = "failed", "не получилась"
        CANCELLED = "cancelled", "отменена"
        EXPIRED = "expired", "файл удалён"

    AT_WORK = (State.MAKING,)

    code = models.CharField("код списка", max_length=100)
    title = models.CharField("список", max_length=200)
    query = models.CharField("условия", max_length=2000, blank=True)
    kind = models.CharField("вид файла", max_length=4, choices=[(kind, kind.upper()) for kind in FILES])
    state = models.CharField("состояние", max_length=10, choices=State, default=State.MAKING)
    problem = models.CharField("почему не получилась", max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField("попыток", default=0)
    file = PrivateFileField("файл", name_field="file_name", blank=True)
    file_name = models.CharField("имя файла", max_length=200, blank=True)
    requested_at = models.DateTimeField("когда", default=timezone.now)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="для кого", on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField("сделана", null=True, blank=True)
    expires_at = models.DateTimeField("ссылка действует до", null=True, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = "выгрузка"
        verbose_name_plural = "выгрузки"
        ordering = ["-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["requested_by", "-id"], name="exchange_exports_of_person")]

    def __str__(self):
        return f"Выгрузка №\u00a0{self.pk}: {self.title}"

    @property
    def can_be_fetched(self):
        """Whether the file is there and its link has not ended."""
        return self.state == self.State.READY and timezone.now() < self.expires_at

    @property
    def has_expired(self):
        """Whether the link has ended, or the file was deleted before."""
        return self.state == self.State.EXPIRED or (self.state == self.State.READY and not self.can_be_fetched)
