"""Insurance of members: required by the SRO's own rules, shown to everybody in the register."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from lk_addon.cabinet.files import PrivateFileField
from lk_addon.contracts.models.contract import MONEY
from lk_addon.files.models import StoredFile
from lk_addon.registry.identifiers import validate_inn
from lk_addon.registry.models import Member

EXPIRING_DAYS = 30  # how long before its end a contract is shown as expiring


class InsuranceQuerySet(models.QuerySet):
    """Contracts of insurance by their term."""

    def on(self, day):
        """Those in force on that day."""
        return self.filter(start__lte=day, end__gte=day)

    def current(self, day=None):
        """Those in force today and those that are concluded and have not begun yet."""
        return self.filter(end__gte=day or timezone.localdate())

    def archive(self, day=None):
        """Those that have ended."""
        return self.filter(end__lt=day or timezone.localdate())


class InsuranceContract(models.Model):
    """A policy. Both days of its term are insured."""

    class Kind(models.TextChoices):
        LIABILITY = "liability", "гражданская ответственность за вред вследствие недостатков работ"
        CONTRACTUAL = "contractual", "ответственность за нарушение условий договора подряда"
        FINANCIAL = "financial", "финансовые риски"
        CAR = "car", "строительно-монтажные риски"

    class Basis(models.TextChoices):
        ANNUAL = "annual", "на годовой базе"
        PROJECT = "project", "на объектной базе"

    member = models.ForeignKey(
        Member, verbose_name="член СРО", on_delete=models.PROTECT, related_name="insurance_contracts"
    )
    kind = models.CharField("что застраховано", max_length=12, choices=Kind, default=Kind.LIABILITY)
    basis = models.CharField("как", max_length=8, choices=Basis, default=Basis.ANNUAL)
    policy_no = models.CharField("номер договора (полиса)", max_length=100)
    signed_at = models.DateField("дата договора")
    start = models.DateField("действует с")
    end = models.DateField("по")
    retro_date = models.DateField("ретроактивная дата", null=True, blank=True)

    insurer_name = models.CharField("страховщик", max_length=300)
    insurer_inn = models.CharField("ИНН страховщика", max_length=12, blank=True, validators=[validate_inn])
    insurer_licence = models.CharField("лицензия", max_length=100, blank=True)
    insurer_address = models.CharField("место нахождения страховщика", max_length=500, blank=True)
    insurer_phone = models.CharField("телефон страховщика", max_length=100, blank=True)

    insured_sum = models.DecimalField("страховая сумма, ₽", **MONEY)
    limit_per_case = models.DecimalField("лимит на один случай, ₽", **MONEY, null=True, blank=True)
    deductible = models.DecimalField("франшиза, ₽", **MONEY, null=True, blank=True)
    premium = models.DecimalField("премия, ₽", **MONEY, null=True, blank=True)
    premium_paid_at = models.DateField("премия уплачена", null=True, blank=True)

    object_title = models.CharField("объект", max_length=500, blank=True, help_text="Для договора на объектной базе.")
    territory = models.CharField("территория", max_length=300, blank=True)
    beneficiary = models.CharField("выгодоприобретатель", max_length=300, blank=True)
    is_collective = models.BooleanField("коллективный договор СРО", default=False)
    scan = PrivateFileField("скан с подписями и печатями", blank=True, name_field="scan_name")
    scan_name = models.CharField("имя файла", max_length=200, blank=True, editable=False)
    sent_scan = models.ForeignKey(
        StoredFile,
        verbose_name="скан, присланный через кабинет",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    updated_at = models.DateTimeField("изменён", auto_now=True)

    objects = InsuranceQuerySet.as_manager()

    class Meta:
        verbose_name = "договор страхования"
        verbose_name_plural = "договоры страхования"
        ordering = ["-end", "-pk"]
        default_permissions = ("view", "add", "change")
        indexes = [models.Index(fields=["member", "-end"], name="contracts_insurance_of_member")]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "policy_no", "start"],
                name="contracts_policy_once",
                violation_error_message="Такой договор страхования у этого члена СРО уже есть.",
            ),
            models.CheckConstraint(
                condition=Q(end__gte=F("start")),
                name="contracts_insurance_term_is_forward",
                violation_error_message="Страхование не может закончиться раньше, чем началось.",
            ),
            models.CheckConstraint(
                condition=Q(insured_sum__gt=0),
                name="contracts_insured_sum_is_positive",
                violation_error_message="Страховая сумма больше нуля.",
            ),
        ]

    def __str__(self):
        return f"№\u00a0{self.policy_no}, {self.insurer_name}"

    def clean(self):
        """Ask for the object of a contract that covers one object."""
        if self.basis == self.Basis.PROJECT and not self.object_title:
            raise ValidationError({"object_title": "Назовите объект, на который заключён договор."})

    @property
    def has_scan(self):
        """Whether there is a scan, entered by staff or sent by the member."""
        return bool(self.scan or self.sent_scan_id)

    @property
    def days_left(self):
        """How many days are insured after today; negative when it has ended."""
        return (self.end - timezone.localdate()).days

    @property
    def state(self):
        """``future``, ``active``, ``expiring`` (a month or less is left) or ``expired``."""
        today = timezone.localdate()
        if self.end < today:
            return "expired"
        if self.start > today:
            return "future"
        return "expiring" if self.days_left <= EXPIRING_DAYS else "active"
