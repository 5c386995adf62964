"""Which news a visitor sees: live and public, newest first."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter

from django.db.models import Count, Prefetch, Value, prefetch_related_objects
from django.db.models.functions import Coalesce, ExtractYear
from django.db.models.query import ModelIterable
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.core import pagecache
from cms.core.pages import public
from home.news.models.news import NewsPage, NewsTag
from home.outages.models import OutageNotice

PAGE_SIZE = 20
OTHER_NEWS = 3

#: The renditions of a lead image in lists; the template asks for the same ones.
LIST_RENDITIONS = ("fill-400x225|format-webp", "fill-800x450|format-webp")

_SHOWN_AT = Coalesce("newspage__date", "first_published_at")


class _OwnTypes(ModelIterable):
    """Give each row as its own page type; the join has already fetched it."""

    def __iter__(self):
        for row in super().__iter__():
            page = row.newspage if hasattr(row, "newspage") else row.outagenotice
            page.shown_at = row.shown_at
            yield page


def news_feed():
    """Return news and outage notices in one order, newest first, as their own types with ``shown_at``.

    News stands by the date its editor gave, a notice by the time of its first
    publication. One query, lead images included; bodies of news are left out.
    """
    feed = (
        public(Page.objects.live())
        .type(NewsPage, OutageNotice)
        .annotate(shown_at=_SHOWN_AT)
        .select_related("newspage__lead_image", "outagenotice")
        .defer("newspage__body")
        .order_by("-shown_at", "-pk")
    )
    feed._iterable_class = _OwnTypes
    return feed


def news_with_tag(tag):
    """Return the news about a subject, as :func:`news_feed` does."""
    return news_feed().filter(newspage__tagged_items__tag=tag)


def with_pictures(items):
    """Return ``items`` as a list whose lead images have their renditions at hand."""
    items = list(items)
    images = [item.lead_image for item in items if getattr(item, "lead_image", None)]
    renditions = get_image_model().get_rendition_model().objects.filter(filter_spec__in=LIST_RENDITIONS)
    prefetch_related_objects(images, Prefetch("renditions", renditions, to_attr="prefetched_renditions"))
    return items


@dataclass(frozen=True)
class Listing:
    """Entries for a Paginator, whose number is known; they are read when a template comes to show them."""

    name: str
    number: int
    read: Callable
    ordered = True

    def count(self):
        """Return how many entries there are."""
        return self.number

    def __getitem__(self, part):
        """Return a slice of the entries with their pictures."""
        return SimpleLazyObject(lambda: with_pictures(self.read()[part]))


@dataclass(frozen=True)
class Filters:
    """By what news can be chosen, with the number of entries that each choice leaves."""

    years: dict[int, int]  # the latest first
    tags: list[NewsTag]  # by name
    tagged: dict[int, int]  # by the tag's id

    @property
    def all(self):
        """How many entries there are."""
        return sum(self.years.values())


def filters():
    """Return the years that have entries and the subjects that visible news has."""
    return pagecache.remembered("news-filters", _find_filters)


def _find_filters():
    """Count both with one query."""
    shown = news_feed().order_by().values("pk")
    year = ExtractYear(_SHOWN_AT, tzinfo=timezone.get_current_timezone())
    years = Page.objects.filter(pk__in=shown).order_by().values(year=year).annotate(number=Count("pk"))
    tags = NewsTag.objects.filter(tagged_news__content_object__in=shown).annotate(
        number=Count("tagged_news__content_object", distinct=True)
    )
    empty = Value("")
    rows = list(
        years.values_list("year", "number", empty, empty).union(
            tags.values_list("pk", "number", "name", "slug"), all=True
        )
    )
    return Filters(
        years={year: number for year, number, _name, slug in sorted(rows, reverse=True) if not slug},
        tags=sorted(
            (NewsTag(pk=pk, name=name, slug=slug) for pk, _n, name, slug in rows if slug), key=attrgetter("name")
        ),
        tagged={pk: number for pk, number, _name, slug in rows if slug},
    )


def other_news(page):
    """Return the newest visible entries besides ``page``."""
    return with_pictures(news_feed().exclude(pk=page.pk)[:OTHER_NEWS])
