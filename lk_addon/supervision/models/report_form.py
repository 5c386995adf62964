"""The form of annual reports: what is asked for a year, put together by staff without a release (REQ-3.2.2.N3)."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail import blocks
from wagtail.fields import StreamField

from lk_addon.correspondence import prefill


class FieldType(models.TextChoices):
    """What is written into a field."""

    LINE = "line", "строка"
    TEXT = "text", "текст"
    WHOLE = "whole", "целое число"
    MONEY = "money", "сумма в рублях"
    DAY = "day", "дата"
    YES = "yes", "да или нет"
    CHOICE = "choice", "одно из перечисленного"


class FieldBlock(blocks.StructBlock):
    """One question."""

    code = blocks.RegexBlock(
        r"^[a-z][a-z0-9_]{1,39}$",
        label="Код",
        help_text="Латинские буквы, цифры и «_». По нему ответ переходит в отчёт следующего года: не меняйте.",
        error_messages={"invalid": "Строчные латинские буквы, цифры и «_», первой стоит буква."},
    )
    label = blocks.CharBlock(label="Вопрос", max_length=300)
    type = blocks.ChoiceBlock(label="Ответ", choices=FieldType.choices, default=FieldType.LINE)
    required = blocks.BooleanBlock(label="Обязателен", required=False)
    help = blocks.CharBlock(label="Пояснение", max_length=500, required=False)
    choices = blocks.TextBlock(
        label="Из чего выбирают", required=False, rows=3, help_text="Для выбора: каждый ответ с новой строки."
    )
    source = blocks.ChoiceBlock(
        label="Заполнить из наших данных",
        choices=prefill.choices,
        required=False,
        help_text="Иначе — из прошлого отчёта.",
    )

    class Meta:
        label = "Вопрос"
        icon = "help"

    def clean(self, value):
        """Ask for what a choice is made of."""
        cleaned = super().clean(value)
        if cleaned["type"] == FieldType.CHOICE and len(options_of(cleaned)) < 2:
            raise blocks.StructBlockValidationError({"choices": ValidationError("Перечислите хотя бы два ответа.")})
        return cleaned


class SectionBlock(blocks.StructBlock):
    """A part of the report."""

    title = blocks.CharBlock(label="Раздел", max_length=200)
    help = blocks.CharBlock(label="Пояснение", max_length=500, required=False)
    fields = blocks.ListBlock(FieldBlock(), label="Вопросы", min_num=1)

    class Meta:
        label = "Раздел"
        icon = "list-ul"


def options_of(field):
    """Return the answers to choose from, one a line."""
    return [line.strip() for line in (field["choices"] or "").splitlines() if line.strip()]


class ReportForm(models.Model):
    """The questions for reports of a year, and of the years after it until there is a newer form.

    A form by which a report was submitted stays as it is: staff copy it and change the copy.
    """

    year = models.PositiveSmallIntegerField(
        "с отчёта за год", validators=[MinValueValidator(2009), MaxValueValidator(2100)]
    )
    edition = models.PositiveSmallIntegerField("редакция", default=1, editable=False)
    ground = models.CharField("чем утверждена", max_length=300, help_text="Документ СРО, номер, дата.")
    is_open = models.BooleanField("принимать отчёты по этой форме", default=False)
    sections = StreamField([("section", SectionBlock())], verbose_name="разделы")

    class Meta:
        verbose_name = "форма отчёта"
        verbose_name_plural = "формы отчётов"
        ordering = ["-year", "-edition"]
        default_permissions = ("add", "change", "view")
        constraints = [models.UniqueConstraint(fields=["year", "edition"], name="supervision_edition_of_report_form")]

    def __str__(self):
        return f"Форма отчёта с {self.year}\u00a0года, редакция {self.edition}"

    @property
    def is_used(self):
        """Whether a report was submitted by it."""
        return self.pk is not None and self.versions.exists()

    def clean(self):
        """Refuse two questions under one code."""
        codes = [field["code"] for _section, field in self.questions()]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if twice:
            raise ValidationError({"sections": f"Код вопроса повторяется: {', '.join(twice)}."})

    def questions(self):
        """Yield each question with its section, in order."""
        for section in self.sections:
            for field in section.value["fields"]:
                yield section.value, field
