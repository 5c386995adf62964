"""The rows that Wagtail's migrations make and that emptying the tables takes away."""

from wagtail.models import Collection, Locale, Page


def ensure_roots():
    """Bring back the language, the root page and the root collection; a transactional test leaves none of them."""
    Locale.objects.get_or_create(language_code="ru")
    if Page.get_first_root_node() is None:
        Page.add_root(title="Root", slug="root")
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
