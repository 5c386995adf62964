"""Imports: a file, what its rows would change, and what they have changed."""

from django.conf import settings
from django.db import models
from django.db.models import Count
from django.utils import timezone

from cms.core.jsons import PlainJSONEncoder
from lk_addon.cabinet.files import PrivateFileField
from lk_addon.exchange.kinds import registry
from lk_addon.exchange.models.background import RowWork


class ImportRun(RowWork):
    """One file on its way: checked first, written when staff say so, undone when it was wrong."""

    class State(models.TextChoices):
        CHECKING = "checking", "проверяется"
        UNREADABLE = "unreadable", "не прочитан"
        CHECKED = "checked", "проверен, ждёт решения"
        APPLYING = "applying", "вносится"
        APPLIED = "applied", "внесён"
        UNDOING = "undoing", "отменяется"
        UNDONE = "undone", "отменён"

    AT_WORK = (State.CHECKING, State.APPLYING, State.UNDOING)

    kind = models.CharField("что загружается", max_length=20, choices=registry.choices)
    file = PrivateFileField("файл", name_field="file_name")
    file_name = models.CharField("имя файла", max_length=200, editable=False)
    file_hash = models.CharField("SHA-256", max_length=64, editable=False, db_index=True)
    ground = models.CharField(
        "основание", max_length=300, blank=True, help_text="Документ или поручение, по которому вносятся данные."
    )
    state = models.CharField("состояние", max_length=10, choices=State, default=State.CHECKING, editable=False)
    problem = models.TextField("почему не прочитан", blank=True, editable=False)
    unchanged_rows = models.PositiveIntegerField("строк без изменений", default=0, editable=False)
    created_at = models.DateTimeField("загружен", default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="кто загрузил",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="кто решил",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "загрузка данных"
        verbose_name_plural = "загрузки данных"
        ordering = ["-pk"]
        default_permissions = ("view",)
        permissions = registry.PERMISSIONS

    def __str__(self):
        return f"Загрузка №\u00a0{self.pk}: {self.get_kind_display()}"

    def counts(self):
        """Return how many rows are in each state."""
        return dict(self.rows.values_list("state").annotate(Count("pk")).order_by())


class ImportRow(models.Model):
    """A row of the file that changes something or cannot; rows that change nothing are only counted."""

    class State(models.TextChoices):
        ADD = "add", "новая запись"
        CHANGE = "change", "изменение"
        WRONG = "wrong", "ошибка"
        APPLIED = "applied", "внесена"
        REFUSED = "refused", "не внесена"
        UNDONE = "undone", "отменена"
        KEPT = "kept", "не отменяется"

    PLANNED = (State.ADD, State.CHANGE)

    run = models.ForeignKey(ImportRun, verbose_name="загрузка", on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField("строка файла")
    state = models.CharField("состояние", max_length=10, choices=State)
    title = models.CharField("о чём", max_length=300)
    data = models.JSONField("значения", default=dict, encoder=PlainJSONEncoder)
    old = models.JSONField("было", default=dict, encoder=PlainJSONEncoder)
    errors = models.JSONField("ошибки", default=list)

    class Meta:
        verbose_name = "строка загрузки"
        verbose_name_plural = "строки загрузки"
        ordering = ["run", "number", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["run", "state", "number"], name="exchange_rows_of_run")]

    def __str__(self):
        return f"строка {self.number}: {self.title}"

    @property
    def shown(self):
        """What staff see of the row: (label, old value, new value)."""
        kind = registry.get(self.run.kind)
        return [
            (kind.labels[name], kind.words(name, self.old.get(name)), kind.words(name, self.data[name]))
            for name in kind.labels  # the database keeps them in an order of its own
            if name in self.data
        ]
