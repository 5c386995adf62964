"""Annual reports of members about their activity (ГрК ст. 55.5 ч. 1, REQ-3.1.V10, REQ-3.2.2.N3)."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from lk_addon.cabinet.files import PrivateFileField
from lk_addon.correspondence.models import Letter
from lk_addon.registry.models import Member
from lk_addon.supervision.models.report_form import ReportForm


class AnnualReport(models.Model):
    """The report of one member for one year, in as many versions as were submitted."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", "представлен"
        UNDER_REVIEW = "under_review", "рассматривается"
        ACCEPTED = "accepted", "утверждён"
        RETURNED = "returned", "возвращён"

    member = models.ForeignKey(Member, verbose_name="член СРО", on_delete=models.PROTECT, related_name="annual_reports")
    year = models.PositiveSmallIntegerField("за год", validators=[MinValueValidator(2009), MaxValueValidator(2100)])
    state = models.CharField("состояние", max_length=15, choices=State, default=State.SUBMITTED, editable=False)
    submitted_at = models.DateTimeField("представлен", default=timezone.now, editable=False)
    decided_at = models.DateTimeField("решение", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "отчёт члена СРО"
        verbose_name_plural = "отчёты членов СРО"
        ordering = ["-year", "member__sort_name"]
        default_permissions = ("add", "view")
        permissions = [("review_annualreport", "Может рассматривать отчёты")]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "year"],
                name="supervision_one_report_a_year",
                violation_error_message="Отчёт этого члена за этот год уже есть: приложите к нему новую версию.",
            )
        ]

    def __str__(self):
        return f"Отчёт за {self.year}\u00a0год"

    @property
    def tone(self):
        """The kind of mark that a state gets on pages."""
        return {"accepted": "good", "returned": "bad"}.get(self.state, "soon")


class ReportVersion(models.Model):
    """What was submitted, with its day; never altered. A correction is the next version.

    One that was filled in in the cabinet has its form, its answers and its letter; the file is printed from them by a
    worker a little later.
    """

    report = models.ForeignKey(AnnualReport, verbose_name="отчёт", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("версия")
    submitted_at = models.DateTimeField("представлена", default=timezone.now)
    file = PrivateFileField("файл отчёта", name_field="file_name", blank=True)
    file_name = models.CharField("имя файла", max_length=200, editable=False)
    form = models.ForeignKey(
        ReportForm,
        verbose_name="форма",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="versions",
    )
    answers = models.JSONField(
        "ответы", default=dict, blank=True, editable=False, encoder=DjangoJSONEncoder, help_text="По кодам полей формы."
    )
    letter = models.OneToOneField(
        Letter, verbose_name="письмо", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "версия отчёта"
        verbose_name_plural = "версии отчёта"
        ordering = ["-number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="supervision_report_version_number"),
            models.CheckConstraint(
                condition=~models.Q(file="") | models.Q(letter__isnull=False),
                name="supervision_version_has_something",
                violation_error_message="Приложите файл отчёта.",
            ),
        ]

    def __str__(self):
        return f"{self.report}, версия {self.number}"


class ReportRemark(models.Model):
    """What the SRO says of a version; the member reads it and cannot alter it."""

    report = models.ForeignKey(AnnualReport, verbose_name="отчёт", on_delete=models.PROTECT, related_name="remarks")
    version = models.ForeignKey(ReportVersion, verbose_name="версия", on_delete=models.PROTECT, related_name="remarks")
    text = models.TextField("замечание", max_length=3000)
    at = models.DateTimeField("когда", default=timezone.now)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="кто", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "замечание к отчёту"
        verbose_name_plural = "замечания к отчёту"
        ordering = ["at"]
        default_permissions = ()

    def __str__(self):
        return self.text[:80]
