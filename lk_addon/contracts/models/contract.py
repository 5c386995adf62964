"""The journal of contracts: what a member took on, what was changed and accepted, what control found.

Sources: ГрК ст. 55.8 and 55.13. What is left to do, and whether a contract is
counted, is asked of the database on a day: see :mod:`lk_addon.contracts.queries`.
"""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from lk_addon.cabinet.files import PrivateFileField
from lk_addon.registry.identifiers import validate_inn
from lk_addon.registry.models import OBJECT_CATEGORIES, Member

MONEY = {"max_digits": 18, "decimal_places": 2}


def digits(*lengths):
    """Return a validator for numbers of so many digits."""
    words = " или ".join(map(str, lengths))
    return RegexValidator(
        "^(?:" + "|".join(rf"\d{{{length}}}" for length in lengths) + ")$", f"Цифр должно быть {words}."
    )


class Contract(ClusterableModel):
    """A contract of construction or demolition. The price of the day is that of its last amendment."""

    class Kind(models.TextChoices):
        CONSTRUCTION = "construction", "строительный подряд"
        DEMOLITION = "demolition", "снос"

    class Role(models.TextChoices):
        GENERAL = "general", "генеральный подрядчик"
        CONTRACTOR = "contractor", "подрядчик"

    class Procurement(models.TextChoices):
        FZ44 = "fz44", "44-ФЗ"
        FZ223 = "fz223", "223-ФЗ"
        PP615 = "pp615", "ПП РФ №\u00a0615"
        OTHER = "other", "иной конкурентный способ"
        DIRECT = "direct", "без конкурентных процедур"

    class Customer(models.TextChoices):
        DEVELOPER = "developer", "застройщик"
        TECHNICAL = "technical", "технический заказчик"
        OPERATOR = "operator", "лицо, ответственное за эксплуатацию"
        REGIONAL = "regional", "региональный оператор"
        OTHER = "other", "иной заказчик"

    class Status(models.TextChoices):
        ACTIVE = "active", "исполняется"
        SUSPENDED = "suspended", "приостановлен"
        DISPUTED = "disputed", "спор"
        COMPLETED = "completed", "исполнен"
        TERMINATED = "terminated", "расторгнут"

    CLOSED = (Status.COMPLETED, Status.TERMINATED)

    member = models.ForeignKey(Member, verbose_name="член СРО", on_delete=models.PROTECT, related_name="contracts")
    number = models.CharField("номер договора", max_length=100)
    date = models.DateField("дата заключения")
    kind = models.CharField("вид", max_length=12, choices=Kind, default=Kind.CONSTRUCTION)
    role = models.CharField("роль члена СРО", max_length=10, choices=Role, default=Role.CONTRACTOR)
    procurement = models.CharField("способ заключения", max_length=6, choices=Procurement, default=Procurement.FZ44)
    notice_no = models.CharField(
        "номер извещения",
        max_length=19,
        blank=True,
        validators=[digits(11, 19)],
        help_text="19 цифр по 44-ФЗ, 11 — по 223-ФЗ.",
    )
    registry_no = models.CharField("реестровый номер контракта", max_length=19, blank=True, validators=[digits(19)])
    ikz = models.CharField("ИКЗ", max_length=36, blank=True, validators=[digits(36)])

    customer_name = models.CharField("заказчик", max_length=500)
    customer_inn = models.CharField("ИНН заказчика", max_length=12, blank=True, validators=[validate_inn])
    customer_kind = models.CharField("кто он", max_length=10, choices=Customer, default=Customer.DEVELOPER)

    object_name = models.CharField("объект", max_length=1000)
    object_address = models.CharField("адрес объекта", max_length=500, blank=True)
    category = models.CharField(
        "категория объекта",
        max_length=12,
        choices=[(category.value, category.label) for category in OBJECT_CATEGORIES],
        default=OBJECT_CATEGORIES[0].value,
    )
    work_kind = models.CharField("вид работ", max_length=500, blank=True)

    price = models.DecimalField("цена при заключении, ₽", **MONEY)
    start = models.DateField("начало работ", null=True, blank=True)
    end = models.DateField("окончание работ", null=True, blank=True)
    status = models.CharField("состояние", max_length=10, choices=Status, default=Status.ACTIVE)
    closed_on = models.DateField(
        "исполнен или расторгнут", null=True, blank=True, help_text="С этого дня обязательств по договору нет."
    )
    counts_for_odo = models.BooleanField(
        "в совокупном размере обязательств",
        null=True,
        blank=True,
        choices=[(None, "по способу заключения"), (True, "учитывать"), (False, "не учитывать")],
        help_text="По способу заключения учитываются договоры, заключённые конкурентными способами.",
    )

    security_guarantor = models.CharField("гарант", max_length=300, blank=True)
    security_number = models.CharField("номер гарантии", max_length=100, blank=True)
    security_amount = models.DecimalField("сумма обеспечения, ₽", **MONEY, null=True, blank=True)
    security_until = models.DateField("обеспечение действует до", null=True, blank=True)

    external_id = models.CharField("номер во внешней системе", max_length=100, blank=True, editable=False)
    updated_at = models.DateTimeField("изменён", auto_now=True)

    class Meta:
        verbose_name = "договор подряда"
        verbose_name_plural = "договоры подряда"
        ordering = ["-date", "-pk"]
        default_permissions = ("view", "add", "change")
        indexes = [models.Index(fields=["member", "-date"], name="contracts_of_member")]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "number", "date"],
                name="contracts_one_number_a_day",
                violation_error_message="Договор с таким номером и датой у этого члена СРО уже есть.",
            ),
            models.UniqueConstraint(
                fields=["external_id"], condition=~Q(external_id=""), name="contracts_imported_once"
            ),
            models.CheckConstraint(
                condition=Q(price__gt=0),
                name="contracts_price_is_positive",
                violation_error_message="Цена договора больше нуля.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["completed", "terminated"], closed_on__isnull=False)
                | Q(status__in=["active", "suspended", "disputed"], closed_on=None),
                name="contracts_closed_has_its_day",
                violation_error_message="Дата исполнения или расторжения нужна закрытому договору, и только ему.",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("date")),
                name="contracts_closed_after_it_began",
                violation_error_message="Договор не может закончиться раньше, чем заключён.",
            ),
            models.CheckConstraint(
                condition=Q(start=None) | Q(end=None) | Q(end__gte=F("start")),
                name="contracts_term_is_forward",
                violation_error_message="Работы не могут закончиться раньше, чем начались.",
            ),
        ]

    def __str__(self):
        return f"№\u00a0{self.number} от {self.date:%d.%m.%Y}"

    def clean(self):
        """Refuse days to come: the journal keeps what has happened."""
        if self.date and self.date > timezone.localdate():
            raise ValidationError({"date": "Договор ещё не заключён."})

    @property
    def is_competitive(self):
        """Whether it was won in competition: only such contracts lie behind КФ ОДО (ГрК ст. 55.8)."""
        return self.procurement != self.Procurement.DIRECT

    @property
    def is_closed(self):
        """Whether it is completed or terminated."""
        return self.status in self.CLOSED

    @property
    def is_late(self):
        """Whether the works should have ended and did not; an amendment that moves the end is asked for by name."""
        end = getattr(self, "end_now", self.end)
        return not self.is_closed and end is not None and end < timezone.localdate()


class Amendment(models.Model):
    """A supplementary agreement. What it leaves empty stays as it was."""

    contract = ParentalKey(Contract, verbose_name="договор", on_delete=models.CASCADE, related_name="amendments")
    number = models.CharField("номер", max_length=50)
    date = models.DateField("дата")
    price = models.DecimalField("новая цена договора, ₽", **MONEY, null=True, blank=True)
    end_date = models.DateField("новое окончание работ", null=True, blank=True)
    subject = models.CharField("о чём", max_length=500, blank=True)

    class Meta:
        verbose_name = "дополнительное соглашение"
        verbose_name_plural = "дополнительные соглашения"
        ordering = ["date", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(price=None) | Q(price__gt=0),
                name="contracts_new_price_is_positive",
                violation_error_message="Цена договора больше нуля.",
            )
        ]

    def __str__(self):
        return f"ДС №\u00a0{self.number} от {self.date:%d.%m.%Y}"


class AcceptanceAct(models.Model):
    """Works that the customer has accepted: they are no obligation any more."""

    class Kind(models.TextChoices):
        KS2 = "ks2", "КС-2, КС-3"
        FINAL = "final", "акт приёмки объекта"
        OTHER = "other", "иной акт"

    contract = ParentalKey(Contract, verbose_name="договор", on_delete=models.CASCADE, related_name="acts")
    kind = models.CharField("вид", max_length=6, choices=Kind, default=Kind.KS2)
    number = models.CharField("номер", max_length=50)
    date = models.DateField("дата")
    amount = models.DecimalField("сумма, ₽", **MONEY)

    class Meta:
        verbose_name = "акт приёмки"
        verbose_name_plural = "акты приёмки"
        ordering = ["date", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="contracts_act_is_positive",
                violation_error_message="Сумма акта больше нуля.",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} №\u00a0{self.number} от {self.date:%d.%m.%Y}"


class Claim(models.Model):
    """A claim, a delay, a fine or a lawsuit about the contract."""

    class Kind(models.TextChoices):
        CLAIM = "claim", "претензия"
        DELAY = "delay", "просрочка"
        FINE = "fine", "штраф, неустойка"
        LAWSUIT = "lawsuit", "судебный спор"

    contract = ParentalKey(Contract, verbose_name="договор", on_delete=models.CASCADE, related_name="claims")
    kind = models.CharField("вид", max_length=8, choices=Kind, default=Kind.CLAIM)
    date = models.DateField("дата")
    amount = models.DecimalField("сумма, ₽", **MONEY, null=True, blank=True)
    text = models.CharField("суть", max_length=1000)
    settled_on = models.DateField("урегулировано", null=True, blank=True)

    class Meta:
        verbose_name = "претензия"
        verbose_name_plural = "претензии и споры"
        ordering = ["-date", "-pk"]

    def __str__(self):
        return f"{self.get_kind_display()} от {self.date:%d.%m.%Y}"


class ContractControl(models.Model):
    """What the SRO found when it looked at the contract (ГрК ст. 55.13)."""

    contract = ParentalKey(Contract, verbose_name="договор", on_delete=models.CASCADE, related_name="controls")
    date = models.DateField("дата контроля")
    remarks = models.TextField("замечания", max_length=4000, blank=True, help_text="Пусто — замечаний нет.")
    cure_by = models.DateField("устранить до", null=True, blank=True)
    cured_on = models.DateField("устранено", null=True, blank=True)
    file = PrivateFileField("документ", blank=True, name_field="file_name")
    file_name = models.CharField("имя файла", max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = "результат контроля"
        verbose_name_plural = "результаты контроля"
        ordering = ["-date", "-pk"]

    def __str__(self):
        return f"контроль от {self.date:%d.%m.%Y}"

    @property
    def is_open(self):
        """Whether there are remarks that nobody has cured."""
        return bool(self.remarks) and self.cured_on is None
