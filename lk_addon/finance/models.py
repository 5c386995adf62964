"""The ledger of membership fees: a line is written once and never changed (domain functions write them).

Fund contributions are register data with accounts of their own and are not here.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from lk_addon.finance.periods import period_label
from lk_addon.registry.models import Member


class FeeKind(models.Model):
    """What a member pays for: membership, entrance and target fees, penalties."""

    code = models.SlugField("код", max_length=40, unique=True, help_text="По нему вид узнают импорт и учётная система.")
    name = models.CharField("название", max_length=100, unique=True)
    is_penalty = models.BooleanField(
        "пени или штраф", default=False, help_text="Начисление требует основания: пункта внутреннего документа."
    )
    order = models.PositiveSmallIntegerField("порядок", default=100)

    class Meta:
        verbose_name = "вид взноса"
        verbose_name_plural = "виды взносов"
        ordering = ["order", "name"]
        default_permissions = ("view", "add", "change")

    def __str__(self):
        return self.name


class FeeRate(models.Model):
    """How large a fee is by a decision of the general meeting, between two dates (REQ-7.3, регламент п. 7.3)."""

    class Unit(models.TextChoices):
        MONTH = "month", "в месяц"
        QUARTER = "quarter", "в квартал"
        YEAR = "year", "в год"
        ONCE = "once", "единовременно"

    kind = models.ForeignKey(FeeKind, verbose_name="вид взноса", on_delete=models.PROTECT, related_name="rates")
    amount = models.DecimalField("размер, ₽", max_digits=18, decimal_places=2)
    unit = models.CharField("за что", max_length=10, choices=Unit, default=Unit.QUARTER)
    valid_from = models.DateField("действует с")
    valid_to = models.DateField("по", null=True, blank=True, help_text="Включительно; пусто — без срока.")
    ground = models.CharField("основание", max_length=300, help_text="Решение: орган, номер протокола, дата.")

    class Meta:
        verbose_name = "размер взноса"
        verbose_name_plural = "размеры взносов"
        ordering = ["kind", "-valid_from"]
        default_permissions = ("view", "add", "change")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="finance_rate_is_positive",
                violation_error_message="Размер взноса больше нуля.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="finance_rate_term_is_forward",
                violation_error_message="Срок не может кончиться раньше, чем начался.",
            ),
        ]

    def __str__(self):
        return f"{self.kind}: {self.amount} {self.get_unit_display()}"


class MovementQuerySet(models.QuerySet):
    """Lines of the ledger by what they are."""

    def until(self, day):
        """Lines dated on that day or before."""
        return self.filter(date__lte=day)


class Movement(models.Model):
    """A line of the ledger. A balance is the sum of the effects of the lines until its day.

    ``amount`` is what the document says; ``effect`` is by how much the line raises the debt.
    A mistake is corrected by a line of the opposite sign that names the first (``reverses``).
    """

    class Type(models.TextChoices):
        CHARGE = "charge", "начисление"
        PAYMENT = "payment", "оплата"
        OPENING = "opening", "сальдо на дату"

    member = models.ForeignKey(Member, verbose_name="член СРО", on_delete=models.PROTECT, related_name="movements")
    kind = models.ForeignKey(FeeKind, verbose_name="вид взноса", on_delete=models.PROTECT, related_name="movements")
    type = models.CharField("запись", max_length=10, choices=Type)
    date = models.DateField("дата")
    amount = models.DecimalField("сумма, ₽", max_digits=18, decimal_places=2)
    effect = models.DecimalField("изменение задолженности, ₽", max_digits=18, decimal_places=2, editable=False)
    period_start = models.DateField("за период с", null=True, blank=True)
    period_end = models.DateField("по", null=True, blank=True)
    due_on = models.DateField("оплатить до", null=True, blank=True)
    document = models.CharField(
        "документ", max_length=200, blank=True, help_text="Например: счёт № 12 или платёжное поручение № 34."
    )
    note = models.CharField("назначение, основание", max_length=500, blank=True)
    reverses = models.OneToOneField(
        "self",
        verbose_name="сторнирует",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="reversal",
    )
    source = models.CharField("источник", max_length=40, blank=True, editable=False)
    external_id = models.CharField("номер в источнике", max_length=200, blank=True, editable=False)
    created_at = models.DateTimeField("внесено", default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="кем внесено",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = MovementQuerySet.as_manager()

    class Meta:
        verbose_name = "запись взаиморасчётов"
        verbose_name_plural = "записи взаиморасчётов"
        ordering = ["-date", "-pk"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["member", "kind", "date"], name="finance_member_kind_date")]
        constraints = [
            models.CheckConstraint(
                condition=Q(type="charge", effect=F("amount"))
                | Q(type="payment", effect=-F("amount"))
                | Q(type="opening"),
                name="finance_effect_follows_amount",
            ),
            models.CheckConstraint(
                condition=Q(type="opening") | Q(reverses=None, amount__gt=0) | Q(reverses__isnull=False, amount__lt=0),
                name="finance_only_reversal_is_negative",
                violation_error_message="Сумма больше нуля.",
            ),
            models.CheckConstraint(
                condition=Q(period_start=None, period_end=None) | Q(period_end__gte=F("period_start")),
                name="finance_period_is_forward",
                violation_error_message="У периода есть начало и конец, и конец не раньше начала.",
            ),
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=~Q(external_id=""),
                name="finance_recorded_once",
                violation_error_message="Эта запись источника уже внесена.",
            ),
        ]

    def __str__(self):
        return f"{self.get_type_display()} {self.date:%d.%m.%Y}, {self.kind}: {self.amount} ₽"

    @property
    def period(self):
        """The period that a charge is for, in words; empty where it has none."""
        return period_label(self.period_start, self.period_end) if self.period_start else ""

    @property
    def title(self):
        """What the line is, in words."""
        if self.reverses_id:
            return f"{self.get_type_display()}, сторно"
        return self.get_type_display()


class TypedManager(models.Manager.from_queryset(MovementQuerySet)):
    """Lines of one type."""

    def __init__(self, type_=""):
        super().__init__()
        self.type = type_

    def get_queryset(self):
        """Leave the others out."""
        return super().get_queryset().filter(type=self.type)


class Charge(Movement):
    """A line that a member owes."""

    objects = TypedManager(Movement.Type.CHARGE)

    class Meta:
        proxy = True
        verbose_name = "начисление"
        verbose_name_plural = "начисления"
        default_permissions = ("view", "add", "reverse")


class Payment(Movement):
    """A line that a member paid."""

    objects = TypedManager(Movement.Type.PAYMENT)

    class Meta:
        proxy = True
        verbose_name = "оплата"
        verbose_name_plural = "оплаты"
        default_permissions = ("view", "add", "reverse")


class OpeningBalance(Movement):
    """The debt (or, negative, the overpayment) that the accounting system states for a day.

    Its effect is the difference to what the ledger held for that day; lines of the
    same kind dated on or before it are not taken any more.
    """

    objects = TypedManager(Movement.Type.OPENING)

    class Meta:
        proxy = True
        verbose_name = "сальдо"
        verbose_name_plural = "сальдо на дату"
        default_permissions = ("view", "add")


class MemberBalance(Member):
    """A member with its balance: the back office's list of debts and overpayments."""

    class Meta:
        proxy = True
        verbose_name = "состояние расчётов"
        verbose_name_plural = "состояние расчётов"
        default_permissions = ("view",)

    @property
    def debt(self):
        """What is owed, in roubles; None where nothing is."""
        return self.balance if self.balance > 0 else None

    @property
    def overpayment(self):
        """What was paid too much, in roubles; None where nothing was."""
        return -self.balance if self.balance < 0 else None
