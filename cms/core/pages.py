"""What every page type of ours shares."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page


class BasePage(Page):
    """A page that somebody is responsible for reviewing."""

    reviewed_on = models.DateField(
        "проверена", null=True, blank=True, help_text="Когда содержание последний раз проверили."
    )

    settings_panels = [*Page.settings_panels, FieldPanel("reviewed_on")]

    class Meta:
        abstract = True
