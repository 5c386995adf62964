"""Prepared notices."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from wagtail.fields import RichTextField

from home.outages.forms import OutageTemplateForm
from home.outages.models.notice import TEXT_FEATURES, Effect, Kind


class OutageTemplate(models.Model):
    """A prepared notice: the editor picks it and gives only the times."""

    name = models.CharField("название шаблона", max_length=100, unique=True)
    kind = models.CharField("вид", max_length=16, choices=Kind.choices, default=Kind.PLANNED)
    effect = models.CharField(
        "что происходит с сервисами", max_length=16, choices=Effect.choices, default=Effect.SUSPENDED
    )
    services = ArrayField(
        models.CharField(max_length=64),
        verbose_name="затронутые сервисы",
        default=list,
        blank=True,
    )
    title = models.CharField("заголовок объявления", max_length=255)
    text = RichTextField("текст объявления", features=TEXT_FEATURES)

    base_form_class = OutageTemplateForm

    class Meta:
        verbose_name = "шаблон объявления"
        verbose_name_plural = "шаблоны объявлений"
        ordering = ["name"]

    def __str__(self):
        return self.name
