"""Plain pages."""

from home.pages.models import PlainPage


def plain_page(parent, slug, *, title="Страница", **fields):
    """Make a published plain page under ``parent``."""
    page = parent.add_child(instance=PlainPage(slug=slug, title=title, **fields))
    page.save_revision().publish()
    return page
