"""Compensation funds: levels of responsibility, who has which, and the contributions (ГрК ст. 55.16)."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from lk_addon.registry.models.member import Member

#: Money is rubles with kopecks.
MONEY = {"max_digits": 18, "decimal_places": 2}

ORDINALS = ("простой", "первый", "второй", "третий", "четвёртый", "пятый")


class Fund(models.TextChoices):
    """The two funds: harm done by works, and obligations of contracts won in competition."""

    VV = "vv", "компенсационный фонд возмещения вреда"
    ODO = "odo", "компенсационный фонд обеспечения договорных обязательств"

    @property
    def short(self):
        """«КФ ВВ» or «КФ ОДО»."""
        return {"vv": "КФ\u00a0ВВ", "odo": "КФ\u00a0ОДО"}[self.value]


class InForce(models.QuerySet):
    """Rows of law with a term."""

    def on(self, day):
        """Rows in force on that day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class ResponsibilityLevel(models.Model):
    """A level as the law had it from one day to another: numbers of law are rows, not code (REQ-7.3).

    In КФ ВВ the limit binds one contract, in КФ ОДО the sum of obligations under all contracts won in competition.
    """

    fund = models.CharField("фонд", max_length=3, choices=Fund)
    number = models.PositiveSmallIntegerField(
        "уровень", choices=list(enumerate(ORDINALS)), help_text="Простой — только снос, не связанный со строительством."
    )
    limit_rub = models.DecimalField(
        "предел, ₽", **MONEY, null=True, blank=True, help_text="«Не превышает» эту сумму; пусто — без предела."
    )
    min_contribution_rub = models.DecimalField("минимальный взнос, ₽", **MONEY, validators=[MinValueValidator(0)])
    valid_from = models.DateField("действует с")
    valid_to = models.DateField("действует по", null=True, blank=True)
    ground = models.CharField("основание", max_length=300, help_text="Закон или решение общего собрания, дата.")

    objects = InForce.as_manager()

    class Meta:
        verbose_name = "уровень ответственности"
        verbose_name_plural = "уровни ответственности"
        ordering = ["fund", "number", "valid_from"]
        default_permissions = ("view", "add", "change")
        constraints = [
            models.UniqueConstraint(
                fields=["fund", "number", "valid_from"],
                name="registry_level_row_unique",
                violation_error_message="На эту дату у уровня уже есть условия.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="registry_level_term_is_forward",
                violation_error_message="Срок не может кончиться раньше, чем начался.",
            ),
        ]

    def __str__(self):
        return f"{Fund(self.fund).short}, {self.get_number_display()} уровень, с {self.valid_from:%d.%m.%Y}"

    def clean(self):
        """Refuse days in which this level has other conditions; an open row before it will end on the eve."""
        if self.valid_from is None:
            return
        same = type(self).objects.filter(fund=self.fund, number=self.number).exclude(pk=self.pk)
        if self.valid_to is not None:
            same = same.filter(valid_from__lte=self.valid_to)
        superseded = Q(valid_to=None, valid_from__lt=self.valid_from)
        if same.exclude(superseded).filter(Q(valid_to=None) | Q(valid_to__gte=self.valid_from)).exists():
            raise ValidationError("В эти дни у уровня уже есть другие условия.", code="overlap")

    @property
    def title(self):
        """«первый уровень»."""
        return f"{self.get_number_display()} уровень"

    @property
    def fund_short(self):
        """«КФ ВВ» or «КФ ОДО»."""
        return Fund(self.fund).short

    def covers(self, amount):
        """Say whether ``amount`` rubles stay within the limit; equal does («не превышает»)."""
        return self.limit_rub is None or amount <= self.limit_rub


class MemberLevel(models.Model):
    """Which level a member has in a fund from one day to another, and by whose decision."""

    member = models.ForeignKey(Member, verbose_name="член СРО", on_delete=models.PROTECT, related_name="levels")
    fund = models.CharField("фонд", max_length=3, choices=Fund)
    number = models.PositiveSmallIntegerField("уровень", choices=list(enumerate(ORDINALS)))
    since = models.DateField("с")
    until = models.DateField("по", null=True, blank=True)
    document = models.CharField("основание", max_length=300, help_text="Например: протокол Совета № 12 от 03.03.2026.")
    end_document = models.CharField("основание прекращения", max_length=300, blank=True)

    #: The conditions of the level on the day that was asked about; set by ``queries.level_on``.
    level = None

    class Meta:
        verbose_name = "уровень ответственности члена"
        verbose_name_plural = "уровни ответственности членов"
        ordering = ["fund", "-since"]
        default_permissions = ("view", "change")
        indexes = [
            models.Index(fields=["fund", "number", "since", "until", "member"], name="registry_levels_by_number")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "fund"], condition=Q(until=None), name="registry_one_level_per_fund"
            ),
            models.UniqueConstraint(fields=["member", "fund", "since"], name="registry_one_level_a_day"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="registry_member_level_term_is_forward"
            ),
        ]

    def __str__(self):
        return f"{Fund(self.fund).short}, {self.get_number_display()} уровень с {self.since:%d.%m.%Y}"


class FundContribution(models.Model):
    """Money that a member paid into a fund. A wrong row is annulled with a reason, never removed."""

    class Kind(models.TextChoices):
        INITIAL = "initial", "взнос"
        ADDITIONAL = "additional", "дополнительный взнос"
        TRANSFER = "transfer", "перечислено из другой СРО"

    member = models.ForeignKey(
        Member, verbose_name="член СРО", on_delete=models.PROTECT, related_name="fund_contributions"
    )
    fund = models.CharField("фонд", max_length=3, choices=Fund)
    kind = models.CharField("вид", max_length=10, choices=Kind, default=Kind.INITIAL)
    paid_on = models.DateField("дата внесения")
    amount = models.DecimalField("сумма, ₽", **MONEY)
    document = models.CharField(
        "документ", max_length=300, help_text="Например: платёжное поручение № 17 от 01.03.2026."
    )
    external_id = models.CharField("номер во внешней системе", max_length=100, blank=True, editable=False)
    recorded_at = models.DateTimeField("внесено в реестр", default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="кто внёс",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    annulled_at = models.DateTimeField("аннулировано", null=True, blank=True, editable=False)
    annulment_reason = models.CharField("причина аннулирования", max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = "взнос в компенсационный фонд"
        verbose_name_plural = "взносы в компенсационные фонды"
        ordering = ["fund", "paid_on", "pk"]
        default_permissions = ("view", "add")
        permissions = [("annul_fundcontribution", "Может аннулировать взносы в компенсационные фонды")]
        indexes = [models.Index(fields=["member", "fund", "paid_on"], name="registry_contributions")]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="registry_contribution_is_positive",
                violation_error_message="Взнос больше нуля.",
            ),
            models.UniqueConstraint(
                fields=["external_id"],
                condition=~Q(external_id="") & Q(annulled_at=None),
                name="registry_contribution_imported_once",
                violation_error_message="Этот взнос уже загружен.",
            ),
            models.CheckConstraint(
                condition=Q(annulled_at=None) | ~Q(annulment_reason=""),
                name="registry_annulment_has_its_reason",
            ),
        ]

    def __str__(self):
        return f"{Fund(self.fund).short}, {self.amount}\u00a0₽ от {self.paid_on:%d.%m.%Y}"
