"""The public register's place on the site."""

from django.db import models
from django.urls import get_resolver
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin

from cms.core.pages import BasePage


class RegisterIndexPage(RoutablePageMixin, BasePage):
    """The register of members at /reestr/: list, cards and files (REQ-L.5; 315-ФЗ ст. 7.1, ГрК ст. 55.17)."""

    needs_review = False
    template = "lk_addon/registry/public/index.html"
    max_count = 1
    parent_page_types = ["pages.HomePage"]
    subpage_types = []

    introduction = models.TextField("вступление", blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = "реестр членов"
        verbose_name_plural = "реестры членов"

    @classmethod
    def get_subpage_urls(cls):
        """Addresses of list, cards and files, by the name of their URLconf."""
        return tuple(get_resolver("lk_addon.registry.public.urls").url_patterns)
