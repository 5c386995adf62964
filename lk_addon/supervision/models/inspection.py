"""Inspections of members (315-ФЗ ст. 9, ГрК ст. 55.13, REQ-3.1.V3)."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format

from lk_addon.cabinet.files import PrivateFileField
from lk_addon.files.models import StoredFile
from lk_addon.registry.models import Member


class InspectionPlan(models.Model):
    """The plan of planned inspections of one year. Once published, members and everybody may see its rows."""

    year = models.PositiveSmallIntegerField(
        "год", unique=True, validators=[MinValueValidator(2009), MaxValueValidator(2100)]
    )
    approved_by = models.CharField(
        "утверждён", max_length=200, blank=True, help_text="Например: решение Совета, протокол № 40 от 15.12.2025."
    )
    published_at = models.DateTimeField("опубликован", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "план проверок"
        verbose_name_plural = "планы проверок"
        ordering = ["-year"]
        default_permissions = ("add", "change", "view")
        permissions = [("publish_inspectionplan", "Может публиковать план проверок")]

    def __str__(self):
        return f"План проверок на {self.year} год"


class InspectionSubject(models.Model):
    """What may be inspected; staff keep the list."""

    title = models.CharField("предмет", max_length=300, unique=True)
    order = models.PositiveSmallIntegerField("порядок", default=100)
    is_offered = models.BooleanField("предлагать для новых проверок", default=True)

    class Meta:
        verbose_name = "предмет проверки"
        verbose_name_plural = "предметы проверок"
        ordering = ["order", "title"]
        default_permissions = ("add", "change", "view")

    def __str__(self):
        return self.title


class Inspection(models.Model):
    """One inspection of one member, from its place in the plan to its end; see ``domain.inspection`` for the way."""

    class Kind(models.TextChoices):
        PLANNED = "planned", "плановая"
        UNPLANNED = "unplanned", "внеплановая"

    class Form(models.TextChoices):
        DOCUMENTARY = "documentary", "документарная"
        ON_SITE = "on_site", "выездная"

    class Reason(models.TextChoices):
        COMPLAINT = "complaint", "жалоба или обращение"
        ORDER = "order", "контроль исполнения предписания"
        DISCREPANCY = "discrepancy", "расхождение в сведениях"
        OTHER = "other", "иное основание по внутренним документам СРО"

    class State(models.TextChoices):
        PLANNED = "planned", "запланирована"
        NOTIFIED = "notified", "член уведомлён"
        DOCUMENTS_REQUESTED = "documents_requested", "запрошены документы"
        IN_PROGRESS = "in_progress", "проводится"
        ACT_ISSUED = "act_issued", "составлен акт"
        REMEDIATION = "remediation", "устранение нарушений"
        RECHECK = "recheck", "проверка устранения"
        DISCIPLINE = "discipline", "мера воздействия"
        CLOSED_OK = "closed_ok", "завершена, нарушений нет"
        CLOSED = "closed", "завершена мерой воздействия"
        CANCELLED = "cancelled", "отменена"
        POSTPONED = "postponed", "отложена"

    class Result(models.TextChoices):
        NO_VIOLATIONS = "no_violations", "нарушений не выявлено"
        VIOLATIONS = "violations", "выявлены нарушения"
        NOT_PERFORMED = "not_performed", "проверка не состоялась"

    #: States from which nothing more happens.
    FINAL = frozenset({State.CLOSED_OK, State.CLOSED, State.CANCELLED})
    #: States of an inspection of which no act has been drawn up yet.
    BEFORE_ACT = frozenset({State.PLANNED, State.NOTIFIED, State.DOCUMENTS_REQUESTED, State.IN_PROGRESS})

    number = models.CharField("номер", max_length=30, unique=True, blank=True, help_text="Пусто — присвоится сам.")
    member = models.ForeignKey(Member, verbose_name="член СРО", on_delete=models.PROTECT, related_name="inspections")
    plan = models.ForeignKey(
        InspectionPlan,
        verbose_name="план",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="inspections",
    )
    kind = models.CharField("вид", max_length=10, choices=Kind, default=Kind.PLANNED)
    reason = models.CharField("повод внеплановой проверки", max_length=20, choices=Reason, blank=True)
    form = models.CharField("форма", max_length=20, choices=Form, default=Form.DOCUMENTARY)
    subjects = models.ManyToManyField(InspectionSubject, verbose_name="предмет", blank=True, related_name="inspections")
    start = models.DateField("начало")
    end = models.DateField("окончание")
    basis_no = models.CharField("решение или приказ №", max_length=50, blank=True)
    basis_date = models.DateField("дата решения или приказа", null=True, blank=True)
    documents_due = models.DateField("документы представить до", null=True, blank=True, editable=False)

    state = models.CharField("состояние", max_length=20, choices=State, default=State.PLANNED, editable=False)
    notified_at = models.DateTimeField("член уведомлён", null=True, blank=True, editable=False)
    act_no = models.CharField("акт №", max_length=50, blank=True, editable=False)
    act_date = models.DateField("дата акта", null=True, blank=True, editable=False)
    act_file = PrivateFileField("файл акта", blank=True, editable=False)
    result = models.CharField("результат", max_length=20, choices=Result, blank=True, editable=False)
    closed_at = models.DateField("завершена", null=True, blank=True, editable=False)
    updated_at = models.DateTimeField("изменена", auto_now=True)

    class Meta:
        verbose_name = "проверка"
        verbose_name_plural = "проверки"
        ordering = ["-start", "-pk"]
        default_permissions = ("add", "change", "view")
        permissions = [
            ("conduct_inspection", "Может проводить проверки"),
            ("discipline_inspection", "Может применять меры воздействия"),
        ]
        indexes = [
            models.Index(fields=["member", "-start"], name="supervision_of_member"),
            models.Index(fields=["state", "start"], name="supervision_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gte=F("start")),
                name="supervision_inspection_is_forward",
                violation_error_message="Проверка не может окончиться раньше, чем началась.",
            ),
            models.CheckConstraint(
                condition=Q(act_no="", act_date=None, act_file="", result="")
                | (~Q(act_no="") & Q(act_date__isnull=False) & ~Q(act_file="") & ~Q(result="")),
                name="supervision_act_is_whole",
                violation_error_message="У акта должны быть номер, дата, файл и результат.",
            ),
        ]

    def __str__(self):
        return f"Проверка №\u00a0{self.number}"

    def clean(self):
        """Refuse what a kind of inspection does not have."""
        errors = {}
        if self.kind == self.Kind.UNPLANNED and not self.reason:
            errors["reason"] = "У внеплановой проверки должен быть повод."
        if self.kind == self.Kind.PLANNED and self.reason:
            errors["reason"] = "Повод указывают только для внеплановой проверки."
        if self.kind == self.Kind.UNPLANNED and self.plan_id:
            errors["plan"] = "Внеплановая проверка в план не входит."
        if self.plan_id and self.start and self.start.year != self.plan.year:
            errors["start"] = f"Проверка плана на {self.plan.year}\u00a0год начинается в этом году."
        if errors:
            raise ValidationError(errors)

    @property
    def act_name(self):
        """The name under which the act is downloaded."""
        return f"Акт проверки № {self.act_no.replace('/', '-')} от {self.act_date:%d.%m.%Y}"

    @property
    def ground(self):
        """By what it is held, in words: a decision, else the plan; empty where neither is there yet."""
        if self.basis_no:
            return f"решение №\u00a0{self.basis_no} от {date_format(self.basis_date, 'j E Y г.')}"
        return str(self.plan) if self.plan else ""

    @property
    def is_open(self):
        """Say whether anything can still happen."""
        return self.state not in self.FINAL

    @property
    def missing_documents(self):
        """Requested documents that the member still has to present, out of rows already loaded."""
        return [document for document in self.documents.all() if document.is_missing]

    @property
    def documents_overdue(self):
        """Say whether the day for documents has passed."""
        return self.documents_due is not None and self.documents_due < timezone.localdate()

    @property
    def nearest_violation(self):
        """The violation to be cured first, out of rows already loaded, or None."""
        waiting = [one for one in self.violations.all() if one.cured_at is None and one.cure_by]
        return min(waiting, key=lambda one: one.cure_by, default=None)

    @property
    def tone(self):
        """The kind of mark that a state gets on pages: good, soon, bad, past."""
        match self.state:
            case self.State.CLOSED_OK:
                return "good"
            case self.State.REMEDIATION | self.State.DISCIPLINE | self.State.RECHECK:
                return "bad"
            case self.State.CLOSED | self.State.CANCELLED:
                return "past"
            case _:
                return "soon"


class InspectionStep(models.Model):
    """That an inspection came into a state, when and why. Rows are only added."""

    inspection = models.ForeignKey(Inspection, verbose_name="проверка", on_delete=models.PROTECT, related_name="steps")
    state = models.CharField("состояние", max_length=20, choices=Inspection.State)
    at = models.DateTimeField("когда", default=timezone.now)
    comment = models.CharField("примечание", max_length=500, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="кто", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "шаг проверки"
        verbose_name_plural = "ход проверки"
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.get_state_display()}, {timezone.localtime(self.at):%d.%m.%Y}"


class RequestedDocument(models.Model):
    """One item of the list of documents that the member is to present (REQ-3.2.2, регламент п. 3.2.2)."""

    class State(models.TextChoices):
        AWAITED = "awaited", "ожидается"
        RECEIVED = "received", "получен"
        ACCEPTED = "accepted", "принят"
        RETURNED = "returned", "возвращён"

    inspection = models.ForeignKey(
        Inspection, verbose_name="проверка", on_delete=models.PROTECT, related_name="documents"
    )
    name = models.CharField("документ", max_length=300)
    is_required = models.BooleanField("обязателен", default=True)
    state = models.CharField("состояние", max_length=10, choices=State, default=State.AWAITED)
    received_at = models.DateTimeField("получен", null=True, blank=True)
    remark = models.CharField("замечание", max_length=500, blank=True)
    file = PrivateFileField("файл", blank=True, name_field="file_name")
    file_name = models.CharField("имя файла", max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = "запрошенный документ"
        verbose_name_plural = "запрошенные документы"
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self):
        return self.name

    @property
    def tone(self):
        """The kind of mark that a state gets on pages."""
        return {"accepted": "good", "received": "soon", "returned": "bad"}.get(self.state, "soon")

    @property
    def is_missing(self):
        """Say whether the member still has to present it."""
        return self.is_required and self.state in (self.State.AWAITED, self.State.RETURNED)


class PresentedFile(models.Model):
    """A file that the member sent through the cabinet for an item of the list; its letter keeps it in any case."""

    document = models.ForeignKey(
        RequestedDocument, verbose_name="документ", on_delete=models.CASCADE, related_name="presented"
    )
    file = models.ForeignKey(StoredFile, verbose_name="файл", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "представленный файл"
        verbose_name_plural = "представленные файлы"
        ordering = ["pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["document", "file"], name="supervision_file_presented_once")]

    def __str__(self):
        return f"файл документа {self.document_id}"
