"""Addresses of pages and files, right on whichever host they are shown."""

from contextlib import contextmanager

from django.conf import settings
from django.urls import get_urlconf, set_urlconf
from django.utils.html import escape
from wagtail.documents.rich_text import DocumentLinkHandler


def on_public_host():
    """Tell whether names resolve by the public host's URLconf, as they also do outside of a request."""
    return get_urlconf() in (None, settings.ROOT_URLCONF)


@contextmanager
def public_addresses():
    """Resolve names by the public host's URLconf: another host knows no pages and no documents."""
    here = get_urlconf()
    set_urlconf(settings.ROOT_URLCONF)
    try:
        yield
    finally:
        set_urlconf(here)


class DocumentLink(DocumentLinkHandler):
    """A link to a document in rich text; on another host it leads to the public one."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list):
        """Return the opening tags of the links, in the order of ``attrs_list``."""
        host = "" if on_public_host() else settings.SITE_URL
        with public_addresses():
            return [f'<a href="{escape(host + doc.url)}">' if doc else "<a>" for doc in cls.get_many(attrs_list)]
