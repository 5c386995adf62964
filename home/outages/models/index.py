"""The section «Перерывы в работе»: its page and what programs read."""

from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from cms.core import pagecache
from cms.core.pages import BasePage
from home.outages import calendars, feeds, queries, status
from home.outages.models.announcers import AnnouncersOnly

PAGE_SIZE = 20


class OutageIndexPage(AnnouncersOnly, RoutablePageMixin, BasePage):
    """All notices: running, coming and past; also as Atom, calendar and status."""

    max_count = 1
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["outages.OutageNotice"]
    template = "home/outages/index.html"

    class Meta:
        verbose_name = "раздел «Перерывы в работе»"
        verbose_name_plural = "разделы «Перерывы в работе»"

    @path("")
    def index(self, request):
        """Show the three groups; the past ones by pages."""
        completed = Paginator(queries.completed(), PAGE_SIZE).get_page(request.GET.get("page"))
        pagecache.keep_at(request, self.get_url(request), page=completed.number if "page" in request.GET else None)
        groups = {"running": queries.running(), "upcoming": queries.upcoming(), "completed": completed}
        return self.render(request, context_overrides=groups)

    @path("feed.xml/")
    def feed(self, request):
        """Serve the Atom feed."""
        return feeds.AtomNotices(self)(request)

    @path("calendar.ics/")
    def calendar(self, request):
        """Serve the calendar, for subscribing and for download."""
        return HttpResponse(calendars.calendar(), content_type="text/calendar; charset=utf-8")

    @path("status.json/")
    def status(self, request):
        """Serve the status, for monitoring; nobody keeps it past the next change by the clock."""
        response = JsonResponse(status.report(), json_dumps_params={"ensure_ascii": False})
        patch_cache_control(response, public=True, max_age=status.seconds_fresh())
        return response
