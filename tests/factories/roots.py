"""The rows that Wagtail's migrations make and that emptying the tables takes away."""

from django.core.management import call_command
from wagtail.models import Collection, Locale, Page

from home.pages.models import HomePage


def ensure_roots():
    """Bring back the language, the root page and the root collection; a transactional test leaves none of them."""
    Locale.objects.get_or_create(language_code="ru")
    if Page.get_first_root_node() is None:
        Page.add_root(title="Root", slug="root")
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")


def ensure_prepared():
    """Bring what ``manage.py prepare`` brings; the database has it unless a transactional test emptied the tables."""
    if not HomePage.objects.exists():
        ensure_roots()
        call_command("prepare", verbosity=0)
