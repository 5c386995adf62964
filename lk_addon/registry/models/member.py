"""The register of members: one entry per admission, never deleted (ГрК 55.6, 315-ФЗ ст. 7.1)."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from lk_addon.registry.identifiers import clean_identifier, validate_inn, validate_kpp, validate_ogrn
from lk_addon.registry.names import sort_name


class MemberQuerySet(models.QuerySet):
    """Members by what they are on a day."""

    def acting(self, on=None):
        """Members on that day (today in Moscow when not given): not excluded yet."""
        on = on or timezone.localdate()
        return self.filter(Q(terminated_at=None) | Q(terminated_at__gt=on))

    def excluded(self, on=None):
        """Entries whose membership had ended by that day."""
        return self.filter(terminated_at__lte=on or timezone.localdate())

    def with_right(self, category, *states, on=None):
        """Members on that day whose right to ``category`` is in one of these states then."""
        on = on or timezone.localdate()
        return self.acting(on).filter(
            Q(work_rights__until=None) | Q(work_rights__until__gte=on),
            work_rights__category=category,
            work_rights__state__in=states,
            work_rights__since__lte=on,
        )

    def with_any_right(self, *states, on=None):
        """The keys of members on that day with a right to any category of objects in one of these states then."""
        on = on or timezone.localdate()
        return (
            self.acting(on)
            .filter(
                Q(work_rights__until=None) | Q(work_rights__until__gte=on),
                work_rights__category__in=("simple", "dangerous", "nuclear"),
                work_rights__state__in=states,
                work_rights__since__lte=on,
            )
            .values("pk")
        )

    def with_level(self, fund, *numbers, on=None):
        """Members on that day who then have one of these levels in the fund, any level where none is named."""
        on = on or timezone.localdate()
        having = Q(levels__until=None) | Q(levels__until__gte=on)
        chosen = Q(levels__number__in=numbers) if numbers else Q()
        return self.acting(on).filter(having, chosen, levels__fund=fund, levels__since__lte=on)

    def public(self):
        """Entries that anybody may see: all but those made by mistake, which the register keeps for itself."""
        return self.exclude(termination_ground=Member.Ground.MISTAKE)

    def without_head(self, on=None):
        """Members on that day for whom the register names nobody with authority then (REQ-1.1.e)."""
        on = on or timezone.localdate()
        heads = MemberHead.objects.filter(Q(until=None) | Q(until__gte=on), member=models.OuterRef("pk"), since__lte=on)
        return self.acting(on).filter(~models.Exists(heads))

    def matching(self, words):
        """Entries found by a part of the name, or by the beginning of ИНН, ОГРН or register number."""
        number = clean_identifier(words)
        by_name = Q(sort_name__contains=sort_name(words)) if sort_name(words) else Q()
        by_number = Q(inn__startswith=number) | Q(ogrn__startswith=number) | Q(registration_number__startswith=number)
        return self.filter(by_name | by_number)


class Member(ClusterableModel):
    """An entry of the register. Somebody who left and came back has two, under two numbers."""

    class Type(models.TextChoices):
        LEGAL = "legal", "юридическое лицо"
        IP = "ip", "индивидуальный предприниматель"
        FOREIGN = "foreign", "иностранное юридическое лицо"

    class Ground(models.TextChoices):
        OWN_WILL = "own_will", "добровольный выход"
        DECISION = "decision", "решение СРО об исключении"
        LIQUIDATION = "liquidation", "ликвидация или смерть предпринимателя"
        MERGER = "merger", "присоединение СРО к другой СРО"
        SRO_EXCLUDED = "sro_excluded", "исключение СРО из государственного реестра"
        MISTAKE = "mistake", "запись внесена ошибочно"

    class Compliance(models.TextChoices):
        YES = "yes", "соответствует"
        NO = "no", "не соответствует"

    member_type = models.CharField("тип члена", max_length=10, choices=Type, default=Type.LEGAL)
    full_name = models.CharField("полное наименование", max_length=1000)
    short_name = models.CharField("сокращённое наименование", max_length=300, blank=True)
    sort_name = models.CharField("для сортировки", max_length=1000, editable=False, db_index=True)
    inn = models.CharField("ИНН", max_length=12, validators=[validate_inn], db_index=True)
    ogrn = models.CharField("ОГРН или ОГРНИП", max_length=15, blank=True, validators=[validate_ogrn])
    kpp = models.CharField("КПП", max_length=9, blank=True, validators=[validate_kpp])
    state_registration_date = models.DateField("дата государственной регистрации", null=True, blank=True)

    address = models.CharField(
        "адрес (место нахождения)",
        max_length=500,
        blank=True,
        help_text="Одной строкой. Если заполнены части адреса, строка составляется из них.",
    )
    address_postal_code = models.CharField("индекс", max_length=10, blank=True)
    address_country = models.CharField("страна", max_length=100, blank=True)
    address_region = models.CharField("субъект Российской Федерации", max_length=100, blank=True, db_index=True)
    address_district = models.CharField("район", max_length=100, blank=True)
    address_locality = models.CharField("населённый пункт", max_length=100, blank=True)
    address_street = models.CharField("улица", max_length=150, blank=True)
    address_house = models.CharField("дом", max_length=30, blank=True)
    address_building = models.CharField("корпус, строение", max_length=30, blank=True)
    address_room = models.CharField("помещение", max_length=50, blank=True)
    activity_address = models.CharField(
        "место фактического осуществления деятельности",
        max_length=500,
        blank=True,
        help_text="Только для предпринимателя. Домашний адрес не вносится.",
    )
    phones = models.CharField("телефоны", max_length=200, blank=True)
    email = models.EmailField("электронная почта организации", blank=True)
    website = models.URLField("сайт", blank=True)

    registration_number = models.CharField("регистрационный номер в реестре СРО", max_length=20, unique=True)
    unified_number = models.CharField("номер в едином реестре", max_length=60, editable=False)
    registered_at = models.DateField("дата внесения в реестр")
    admission_body = models.CharField("кто принял решение о приёме", max_length=200, blank=True)
    admission_protocol_no = models.CharField("протокол №", max_length=50, blank=True)
    admission_date = models.DateField("дата решения о приёме", null=True, blank=True)
    admission_effective_date = models.DateField("решение вступило в силу", null=True, blank=True)
    compliance = models.CharField(
        "соответствие условиям членства", max_length=3, choices=Compliance, default=Compliance.YES
    )

    terminated_at = models.DateField("членство прекращено", null=True, blank=True, editable=False)
    termination_ground = models.CharField(
        "основание прекращения", max_length=20, choices=Ground, blank=True, editable=False
    )
    termination_document = models.CharField("документ о прекращении", max_length=300, blank=True, editable=False)

    updated_at = models.DateTimeField("сведения изменены", auto_now=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "член СРО"
        verbose_name_plural = "члены СРО"
        ordering = ["sort_name", "registration_number"]
        permissions = [("exclude_member", "Может исключать из членов СРО")]
        constraints = [
            models.UniqueConstraint(
                fields=["inn"],
                condition=Q(terminated_at=None),
                name="registry_one_acting_entry_per_inn",
                violation_error_message="В реестре уже есть действующий член с этим ИНН.",
            ),
            models.CheckConstraint(
                condition=Q(terminated_at=None) | (~Q(termination_ground="") & ~Q(termination_document="")),
                name="registry_termination_has_its_ground",
                violation_error_message="Прекращение членства требует основания и документа.",
            ),
        ]

    def __str__(self):
        return f"{self.display_name} (№\u00a0{self.registration_number})"

    def derive_fields(self):
        """Set what follows from other fields."""
        self.address = self.address_in_order() or self.address
        self.sort_name = sort_name(self.short_name or self.full_name)
        self.unified_number = f"{settings.SRO_REGISTER_PREFIX}-{self.inn.zfill(12)}-{self.registration_number.zfill(4)}"

    def save(self, *args, **kwargs):
        """Keep what follows from other fields in step with them."""
        self.derive_fields()
        super().save(*args, **kwargs)

    def clean_fields(self, exclude=None):
        """Drop separators that people type, before the check digits are counted; make the address of its parts."""
        for name in ("inn", "ogrn", "kpp"):
            setattr(self, name, clean_identifier(getattr(self, name)))
        self.derive_fields()
        super().clean_fields(exclude=exclude)

    def clean(self):
        """Refuse identifiers that do not belong to this type of member."""
        person = self.member_type == self.Type.IP
        errors = {}
        if len(self.inn) != (12 if person else 10):
            errors["inn"] = "У предпринимателя ИНН из 12 цифр, у организации — из 10."
        if len(self.ogrn) != (15 if person else 13) and (self.ogrn or self.member_type != self.Type.FOREIGN):
            errors["ogrn"] = "У предпринимателя ОГРНИП из 15 цифр, у организации ОГРН из 13."
        if person and self.kpp:
            errors["kpp"] = "У предпринимателя нет КПП."
        if not person and self.activity_address:
            errors["activity_address"] = "Это поле заполняется только для предпринимателя."
        if errors:
            raise ValidationError(errors)

    def address_in_order(self):
        """Return the parts of the address as people write it: index, region, locality, street, house."""
        parts = [
            self.address_postal_code,
            self.address_country,
            self.address_region,
            self.address_district,
            self.address_locality,
            self.address_street,
            f"д.\u00a0{self.address_house}" if self.address_house else "",
            self.address_building,
            self.address_room,
        ]
        return ", ".join(part for part in parts if part)

    @property
    def display_name(self):
        """The short name, or the full one where there is none."""
        return self.short_name or self.full_name

    def is_acting(self, on=None):
        """Say whether membership lasts on that day; a future date of exclusion does not end it early (REQ-1.4)."""
        return self.terminated_at is None or self.terminated_at > (on or timezone.localdate())

    @property
    def is_mistaken(self):
        """Whether the entry was made by mistake: it stays, and nobody outside is shown it."""
        return self.termination_ground == self.Ground.MISTAKE

    @property
    def status_title(self):
        """«Является членом» or «Исключён», as the unified register words it."""
        return self.status_title_on()

    def status_title_on(self, on=None):
        """The same, as it was or will be on that day."""
        return "Является членом" if self.is_acting(on) else "Исключён"

    def current_heads(self, on=None):
        """Those who head the member on that day, out of rows already loaded where they are prefetched."""
        on = on or timezone.localdate()
        return [head for head in self.heads.all() if head.since <= on and (head.until is None or head.until >= on)]


class MemberHead(models.Model):
    """Who acts for the member without a power of attorney, and since when (REQ-1.1.e)."""

    member = ParentalKey(Member, verbose_name="член СРО", on_delete=models.CASCADE, related_name="heads")
    position = models.CharField("должность", max_length=200)
    full_name = models.CharField("фамилия, имя, отчество или управляющая организация", max_length=300)
    since = models.DateField("полномочия с")
    until = models.DateField("полномочия по", null=True, blank=True)

    class Meta:
        verbose_name = "руководитель"
        verbose_name_plural = "руководители"
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")),
                name="registry_head_term_is_forward",
                violation_error_message="Полномочия не могут кончиться раньше, чем начались.",
            )
        ]

    def __str__(self):
        return f"{self.full_name}, {self.position}"
