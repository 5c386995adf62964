"""Atom feeds of editions: of all regulations, or of one."""

from datetime import datetime, time

from django.contrib.syndication.views import Feed
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from home.regulations import queries, validation

LENGTH = 30


class EditionsFeed(Feed):
    """Published editions below a page, the latest published first."""

    feed_type = Atom1Feed

    def get_object(self, request, page):
        """Take the page that the feed belongs to."""
        return page

    def title(self, page):
        """Name the feed after its page."""
        return f"{page.title}: редакции"

    def link(self, page):
        """Lead to the page."""
        return page.full_url

    def items(self, page):
        """Return the editions."""
        return queries.editions_published(page)[:LENGTH]

    def item_title(self, edition):
        """Name the regulation and the edition."""
        return f"{edition.get_parent().title}. {edition.name}"

    def item_description(self, edition):
        """Say from when it is in force and what approved it."""
        return f"Действует с {validation.day(edition.effective_from)} {edition.approved_by}".strip()

    def item_link(self, edition):
        """Lead to the edition."""
        return edition.full_url

    def item_pubdate(self, edition):
        """Say when it was published."""
        return timezone.make_aware(datetime.combine(edition.published_on, time.min))


def editions(page, request):
    """Answer with the feed of this page."""
    return EditionsFeed()(request, page=page)
