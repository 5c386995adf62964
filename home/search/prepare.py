"""The search page, and who chooses promoted results."""

from django.dispatch import receiver

from cms.core.pages import ensure_page
from cms.core.signals import prepare_requested
from cms.users.groups import ADMINISTRATORS, EDITORS, grant
from home.pages.models import HomePage
from home.search.models import SearchPage


@receiver(prepare_requested)
def prepare_search(**kwargs):
    """Make /poisk/; editors choose what stands on top for a query."""
    ensure_page(HomePage.objects.get(), SearchPage, slug="poisk", title="Поиск")
    for role in (EDITORS, ADMINISTRATORS):
        grant(
            role,
            *(f"wagtailsearchpromotions.{action}_searchpromotion" for action in ("add", "change", "delete", "view")),
        )
