"""The production calendar as data: what differs from «Monday to Friday», year by year."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel

from cms.workdays.forms import CalendarYearForm


class CalendarYear(ClusterableModel):
    """A year whose exceptions are entered; ``confirmed`` once the government's transfers are among them."""

    number = models.PositiveSmallIntegerField(
        "год", unique=True, validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    confirmed = models.BooleanField(
        "сверен с постановлением о переносе выходных",
        default=False,
        help_text="Пока не отмечено, рядом со сроками этого года стоит предупреждение.",
    )
    ground = models.CharField("основание", max_length=300, blank=True, help_text="Акт, его дата и номер.")

    base_form_class = CalendarYearForm
    panels = [
        FieldPanel("number"),
        FieldPanel("confirmed"),
        FieldPanel("ground"),
        InlinePanel("days", heading="Исключения из недели «понедельник — пятница»", label="День"),
    ]

    class Meta:
        verbose_name = "год производственного календаря"
        verbose_name_plural = "производственный календарь"
        ordering = ["-number"]

    def __str__(self):
        return f"{self.number} год"


class CalendarDay(models.Model):
    """A day that is not what its weekday says, or a public holiday that falls on a weekend."""

    class Kind(models.TextChoices):
        OFF = "off", "нерабочий"
        WORKING = "working", "рабочий"

    year = ParentalKey(CalendarYear, on_delete=models.CASCADE, related_name="days", verbose_name="год")
    day = models.DateField("дата", unique=True)
    kind = models.CharField("какой", max_length=10, choices=Kind, default=Kind.OFF)
    title = models.CharField("праздник или перенос", max_length=200, blank=True)

    panels = [FieldPanel("day"), FieldPanel("kind"), FieldPanel("title")]

    class Meta:
        verbose_name = "день календаря"
        verbose_name_plural = "дни календаря"
        ordering = ["day"]

    def __str__(self):
        return f"{self.day:%d.%m.%Y}, {self.get_kind_display()}"
