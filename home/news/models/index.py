"""The news index: lists and feeds."""

from django.core.paginator import InvalidPage, Paginator
from django.db import models
from django.http import Http404
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from cms.core import pagecache
from cms.core.pages import BasePage
from home.news import feeds, queries
from home.news.models.news import NewsTag


class NewsIndexPage(RoutablePageMixin, BasePage):
    """The list of news and outage notices, by tag and by year, and its feeds."""

    introduction = models.TextField("вступление", max_length=500, blank=True)

    template = "home/news/news_index_page.html"
    max_count = 1
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["news.NewsPage"]
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = "раздел новостей"
        verbose_name_plural = "разделы новостей"

    @path("")
    def newest(self, request):
        """Show everything, newest first; ``?tag=`` narrows it to news with that tag."""
        slug = request.GET.get("tag")
        if slug is None:
            return self._listing(request, queries.Listing("all", queries.filters().all, queries.news_feed))
        tag = NewsTag.objects.filter(slug=slug.replace("\0", "")).first()
        if tag is None:
            raise Http404
        number = queries.filters().tagged.get(tag.pk, 0)
        listing = queries.Listing(f"tag-{tag.pk}", number, lambda: queries.news_with_tag(tag))
        return self._listing(request, listing, tag=tag)

    @path("<int:year>/")
    def year(self, request, year):
        """Show the archive of one year, in Moscow's calendar."""
        number = queries.filters().years.get(year)
        if number is None:
            raise Http404
        listing = queries.Listing(f"year-{year}", number, lambda: queries.news_feed().filter(shown_at__year=year))
        return self._listing(request, listing, year=year)

    @path("feed.xml/")
    def atom(self, request):
        """Serve the Atom feed."""
        return feeds.AtomNews(self)(request)

    @path("rss.xml/")
    def rss(self, request):
        """Serve the RSS feed."""
        return feeds.RssNews(self)(request)

    def _listing(self, request, listing, **context):
        try:
            items = Paginator(listing, queries.PAGE_SIZE).page(request.GET.get("page") or 1)
        except InvalidPage as error:
            raise Http404 from error
        tag, year = context.get("tag"), context.get("year")
        pagecache.keep_at(
            request,
            self.get_url(request) + (f"{year}/" if year else ""),
            tag=tag and tag.slug,
            page=items.number if "page" in request.GET else None,
        )
        filters = queries.filters()
        shown = {"items": items, "listing": listing.name, "tags": filters.tags, "years": filters.years}
        return self.render(request, context_overrides=shown | context)

    def get_sitemap_urls(self, request=None):
        """Give the time of the latest change among the entries: the index changes with them."""
        (entry,) = super().get_sitemap_urls(request)
        latest = queries.news_feed().aggregate(latest=models.Max("last_published_at"))["latest"]
        return [entry | {"lastmod": max(filter(None, [latest, entry["lastmod"]]), default=None)}]
