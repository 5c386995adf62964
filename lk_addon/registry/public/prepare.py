"""The register's page, in the menu of the site."""

from django.dispatch import receiver

from cms.core.pages import ensure_page
from cms.core.signals import prepare_requested
from home.pages.models import HomePage
from lk_addon.registry.models.register_page import RegisterIndexPage

INTRODUCTION = (
    "Проверьте, состоит ли организация в союзе, какие работы ей разрешены "
    "и на какую сумму она может заключать договоры."
)


@receiver(prepare_requested)
def prepare_public_register(**kwargs):
    """Make /reestr/."""
    ensure_page(
        HomePage.objects.get(),
        RegisterIndexPage,
        slug="reestr",
        title="Реестр членов",
        introduction=INTRODUCTION,
        search_description="Реестр членов СРО СОЮЗ «Содружество строителей»: статус, право на работы, уровни "
        "ответственности. Поиск по наименованию, ИНН, ОГРН и номеру.",
        show_in_menus=True,
    )
