"""The news as Atom and RSS."""

from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import strip_tags
from django.utils.text import Truncator

from cms.core.frame import frame
from home.news import queries

LENGTH = 30


class RssNews(Feed):
    """The newest news and notices. Pages know their absolute addresses; the request's host is not asked."""

    language = "ru"
    file_name = "rss.xml"
    item_guid_is_permalink = False

    def __init__(self, index):
        self.index = index
        self.author_name = frame().organization.name
        self.title = f"{index.title} — {self.author_name}"
        self.description = self.subtitle = index.introduction or self.title
        self.link = index.full_url
        self.feed_url = index.full_url + self.file_name

    def items(self):
        """Return the newest entries; private pages and drafts are not among them."""
        return list(queries.news_feed()[:LENGTH])

    def item_title(self, item):
        """Return the headline."""
        return item.title

    def item_description(self, item):
        """Return the summary of news, the beginning of a notice's text."""
        return getattr(item, "summary", None) or Truncator(strip_tags(item.text)).words(40)

    def item_link(self, item):
        """Return the absolute address."""
        return item.full_url

    def item_guid(self, item):
        """Return a name that stays when the page moves."""
        return f"urn:uuid:{item.translation_key}"

    def item_pubdate(self, item):
        """Return the date shown on the page."""
        return item.shown_at

    def item_updateddate(self, item):
        """Return the time of the last publication, never before the date shown."""
        return max(filter(None, [item.shown_at, item.last_published_at]))


class AtomNews(RssNews):
    """The same as Atom 1.0."""

    feed_type = Atom1Feed
    file_name = "feed.xml"
