"""Exports: what somebody asked for, the file, and until when it can be fetched."""

from django.db import models

from cms.core.spreadsheets import FILES
from lk_addon.cabinet.background import LinkedFile
from lk_addon.cabinet.files import PrivateFileField
from lk_addon.exchange.models.background import RowWork


class ExportRun(LinkedFile, RowWork):
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
    file = PrivateFileField("файл", name_field="file_name", blank=True)
    file_name = models.CharField("имя файла", max_length=200, blank=True)
    made_at = models.DateTimeField("сделана", null=True, blank=True)

    class Meta:
        verbose_name = "выгрузка"
        verbose_name_plural = "выгрузки"
        ordering = ["-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["requested_by", "-id"], name="exchange_exports_of_person")]

    def __str__(self):
        return f"Выгрузка №\u00a0{self.pk}: {self.title}"

    @property
    def has_expired(self):
        """Whether the link has ended, or the file was deleted before."""
        return self.state == self.State.EXPIRED or (self.state == self.State.READY and not self.can_be_fetched)
