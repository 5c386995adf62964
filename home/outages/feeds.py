"""Notices as an Atom feed."""

from django.contrib.syndication.views import Feed
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from wagtail.rich_text import get_text_for_indexing

from cms.core.frame import frame
from home.outages import queries

FEED_LENGTH = 30


class AtomNotices(Feed):
    """Notices as Atom, the last changed first: an entry returns to the top when its notice moves or is continued."""

    feed_type = Atom1Feed
    language = "ru"

    def __init__(self, section):
        self.section = section
        self.author_name = frame().organization.name
        self.title = f"{section.title} — {self.author_name}"
        self.subtitle = "Плановые перерывы и сбои: объявления, переносы, ход работ"
        self.link = section.full_url
        self.feed_url = f"{section.full_url}feed.xml"

    def items(self):
        """Return the notices that changed last."""
        return list(queries.visible().order_by("-last_published_at").prefetch_related("updates")[:FEED_LENGTH])

    def item_title(self, notice):
        """Return the title with the phase."""
        return f"{notice.phase.label}: {notice.title}"

    def item_description(self, notice):
        """Return window, services, text and messages as plain text."""
        return "\n\n".join(paragraphs(notice))

    def item_link(self, notice):
        """Return the absolute address."""
        return notice.full_url

    def item_guid(self, notice):
        """Return a name that stays when the notice moves."""
        return f"urn:uuid:{notice.translation_key}"

    def item_pubdate(self, notice):
        """Return the first publication."""
        return notice.first_published_at

    def item_updateddate(self, notice):
        """Return the last publication."""
        return notice.changed_at


def paragraphs(notice):
    """Yield summary, text and messages of a notice as plain text."""
    yield notice.summary
    yield get_text_for_indexing(notice.text)
    for update in notice.updates_newest_first:
        yield f"{timezone.localtime(update.at):%d.%m.%Y %H:%M}. {update.text}"
