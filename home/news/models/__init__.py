"""News."""

from home.news.models.index import NewsIndexPage
from home.news.models.news import NewsDocument, NewsPage, NewsTag, TaggedNews

__all__ = ["NewsDocument", "NewsIndexPage", "NewsPage", "NewsTag", "TaggedNews"]
