"""What comes out of an inspection: violations with terms, and disciplinary measures (315-ФЗ ст. 10)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from lk_addon.cabinet.files import PrivateFileField
from lk_addon.registry.models import Member
from lk_addon.supervision.models.inspection import Inspection


class Violation(models.Model):
    """One violation that an act names, and by when it is to be cured."""

    inspection = models.ForeignKey(
        Inspection, verbose_name="проверка", on_delete=models.PROTECT, related_name="violations"
    )
    norm = models.CharField("нарушенная норма", max_length=300)
    text = models.TextField("в чём нарушение", max_length=3000)
    cure_by = models.DateField("устранить до", null=True, blank=True)
    cured_at = models.DateField("устранено", null=True, blank=True)
    evidence = models.CharField("чем подтверждено", max_length=500, blank=True)

    class Meta:
        verbose_name = "нарушение"
        verbose_name_plural = "нарушения"
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self):
        return self.norm

    @property
    def is_overdue(self):
        """Say whether its term has passed and it is still there."""
        return self.cured_at is None and self.cure_by is not None and self.cure_by < timezone.localdate()


class DisciplinaryAction(models.Model):
    """A measure that a body of the SRO took against a member (315-ФЗ ст. 10, ГрК ст. 55.15)."""

    class Kind(models.TextChoices):
        ORDER = "order", "предписание об устранении нарушений"
        WARNING = "warning", "предупреждение"
        FINE = "fine", "штраф"
        SUSPENSION = "suspension", "приостановление права"
        EXCLUSION_ADVICE = "exclusion_advice", "рекомендация об исключении"
        EXCLUSION = "exclusion", "исключение из членов СРО"

    class Status(models.TextChoices):
        IN_FORCE = "in_force", "действует"
        FULFILLED = "fulfilled", "исполнена"
        LIFTED = "lifted", "снята"

    member = models.ForeignKey(Member, verbose_name="член СРО", on_delete=models.PROTECT, related_name="measures")
    inspection = models.ForeignKey(
        Inspection,
        verbose_name="проверка",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="measures",
    )
    kind = models.CharField("мера", max_length=20, choices=Kind)
    body = models.CharField("кто принял решение", max_length=200, default="Дисциплинарный комитет")
    protocol_no = models.CharField("протокол №", max_length=50)
    date = models.DateField("дата решения")
    until = models.DateField("срок исполнения", null=True, blank=True)
    text = models.TextField("содержание", max_length=3000, blank=True)
    decision_file = PrivateFileField("копия решения", blank=True)
    copy_due = models.DateField("копию передать до", null=True, blank=True, editable=False)
    status = models.CharField("состояние", max_length=10, choices=Status, default=Status.IN_FORCE, editable=False)
    ended_at = models.DateField("снята или исполнена", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "мера дисциплинарного воздействия"
        verbose_name_plural = "меры дисциплинарного воздействия"
        ordering = ["-date", "-pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("date")),
                name="supervision_measure_is_forward",
                violation_error_message="Срок исполнения не может быть раньше решения.",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} от {self.date:%d.%m.%Y}"

    @property
    def tone(self):
        """The kind of mark that a state gets on pages."""
        return "bad" if self.status == self.Status.IN_FORCE else "past"

    @property
    def decision_name(self):
        """The name under which the copy of the decision is downloaded."""
        return f"Решение, протокол № {self.protocol_no.replace('/', '-')} от {self.date:%d.%m.%Y}"
