"""The news index, and what editors may do there."""

from django.dispatch import receiver

from cms.core.pages import ensure_page, grant_on_page
from cms.core.signals import prepare_requested
from cms.users.groups import ADMINISTRATORS, EDITORS
from home.news.models import NewsIndexPage
from home.pages.models import HomePage


@receiver(prepare_requested)
def prepare_news(**kwargs):
    """Make /novosti/; editors write and publish news themselves."""
    news = ensure_page(HomePage.objects.get(), NewsIndexPage, slug="novosti", title="Новости", show_in_menus=True)
    for role in (EDITORS, ADMINISTRATORS):
        grant_on_page(news, role, "add", "change", "publish", "lock", "unlock", "bulk_delete")
