"""Specialists of members: the national register (НРС), qualification (НОК), documents (ГрК ст. 55.5 ч. 6, 55.5-1).

These rows are personal data of people who are not users of the cabinet: they
appear on the pages of specialists and nowhere else, and reading a document is
journalled (REQ-3.2.2.N6).
"""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone

from lk_addon.cabinet.files import PrivateFileField
from lk_addon.files.models import StoredFile
from lk_addon.registry.models import Member


class Specialist(models.Model):
    """Somebody by whom a member meets the conditions of membership."""

    class Role(models.TextChoices):
        ORGANISER = "organiser", "специалист по организации строительства"
        HEAD = "head", "руководитель организации"
        TECHNICAL = "technical", "технический руководитель"
        SITE = "site", "начальник участка, производитель работ"
        OTHER = "other", "иной специалист"

    class Employment(models.TextChoices):
        MAIN = "main", "основное место работы"
        SECOND = "second", "по совместительству"

    class Qualification(models.TextChoices):
        """What the independent assessment is worth on a day; ``queries.with_qualification`` tells it of each row."""

        VALID = "valid", "подтверждена"
        ENDING = "ending", "скоро закончится"
        EXPIRED = "expired", "истекла"
        NONE = "none", "нет сведений"

    member = models.ForeignKey(Member, verbose_name="член СРО", on_delete=models.PROTECT, related_name="specialists")
    full_name = models.CharField("фамилия, имя, отчество", max_length=200)
    role = models.CharField("роль", max_length=20, choices=Role, default=Role.ORGANISER)
    position = models.CharField("должность", max_length=200, blank=True)
    employment = models.CharField("занятость", max_length=10, choices=Employment, default=Employment.MAIN)
    order_no = models.CharField("приказ о назначении №", max_length=50, blank=True)
    order_date = models.DateField("дата приказа", null=True, blank=True)
    education = models.CharField("образование", max_length=300, blank=True)
    experience_years = models.PositiveSmallIntegerField("стаж в строительстве, лет", null=True, blank=True)
    nrs_number = models.CharField(
        "номер в НРС",
        max_length=20,
        blank=True,
        validators=[RegexValidator(r"^[СC]-\d{2}-\d{6}$", "Номер в НРС выглядит так: С-00-000001.")],
    )
    nrs_included_at = models.DateField("внесён в НРС", null=True, blank=True)
    nok_certificate_no = models.CharField("свидетельство о квалификации (НОК) №", max_length=60, blank=True)
    nok_date = models.DateField("дата свидетельства", null=True, blank=True)
    nok_valid_to = models.DateField(
        "квалификация подтверждена до", null=True, blank=True, help_text="Пусто — посчитается от даты свидетельства."
    )
    left_at = models.DateField("уволен", null=True, blank=True)
    updated_at = models.DateTimeField("сведения изменены", auto_now=True)

    class Meta:
        verbose_name = "специалист"
        verbose_name_plural = "специалисты"
        ordering = ["member__sort_name", "full_name"]
        default_permissions = ("add", "change", "view")
        permissions = [
            ("read_specialistdocument", "Может читать документы специалистов"),
            ("export_specialist", "Может выгружать список специалистов"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "nrs_number"],
                condition=models.Q(left_at=None) & ~models.Q(nrs_number=""),
                name="supervision_specialist_once",
                violation_error_message="Специалист с этим номером в НРС у этого члена уже есть.",
            )
        ]

    def __str__(self):
        return f"специалист №\u00a0{self.pk}"  # journals and titles name no person

    def clean(self):
        """Write the number's letter in Cyrillic, and refuse terms that run backwards."""
        self.nrs_number = self.nrs_number.replace("C", "С")
        if self.nok_valid_to and self.nok_date and self.nok_valid_to < self.nok_date:
            raise ValidationError({"nok_valid_to": "Квалификация не может кончиться раньше, чем подтверждена."})


class SpecialistDocument(models.Model):
    """A diploma, certificate or order of a specialist."""

    class Kind(models.TextChoices):
        DIPLOMA = "diploma", "диплом"
        QUALIFICATION = "qualification", "свидетельство о квалификации"
        ORDER = "order", "приказ"
        EMPLOYMENT = "employment", "сведения о трудовой деятельности"
        CONSENT = "consent", "согласие на обработку персональных данных"
        OTHER = "other", "иной документ"

    specialist = models.ForeignKey(
        Specialist, verbose_name="специалист", on_delete=models.PROTECT, related_name="documents"
    )
    kind = models.CharField("вид", max_length=20, choices=Kind)
    file = PrivateFileField("файл", name_field="file_name", blank=True)
    file_name = models.CharField("имя файла", max_length=200, editable=False)
    sent_file = models.ForeignKey(
        StoredFile,
        verbose_name="файл, присланный через кабинет",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    added_at = models.DateTimeField("приложен", default=timezone.now)

    class Meta:
        verbose_name = "документ специалиста"
        verbose_name_plural = "документы специалистов"
        ordering = ["kind", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(file="") ^ models.Q(sent_file=None),
                name="supervision_document_has_one_file",
                violation_error_message="Приложите файл.",
            )
        ]

    def __str__(self):
        return self.get_kind_display()
