"""The page of checks, and who may issue extracts."""

from django.dispatch import receiver

from cms.core.pages import ensure_page
from cms.core.signals import prepare_requested
from cms.users.groups import grant
from home.pages.models import HomePage
from lk_addon.cabinet.prepare import REGISTER_DEPARTMENT
from lk_addon.registry.models.extract import DocumentCheckPage


@receiver(prepare_requested)
def prepare_extracts(**kwargs):
    """Make /proverka/ and let the register's department issue extracts."""
    ensure_page(HomePage.objects.get(), DocumentCheckPage, slug="proverka", title="Проверка документа")
    grant(REGISTER_DEPARTMENT, "registry.view_extract", "registry.add_extract")
