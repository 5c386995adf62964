"""The public host: health, staff admin and Wagtail's pages."""

from django.conf import settings
from django.http import Http404
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.views import serve

from cms.core import urls as core_urls
from cms.core.robots import robots
from cms.drafts.views import show as show_draft
from cms.users.urls import door_urls
from cms.users.views.login import StaffLoginView


def closed(request):
    """Answer 404: a door of the framework that takes only a password, or gives one back (REQ-2.5)."""
    raise Http404


urlpatterns = [
    path("", include(core_urls)),
    path("", include(door_urls(StaffLoginView, prefix="admin/", home="wagtailadmin_home"))),
    re_path("^(?:_util/login|admin/password_reset)/", closed),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("admin/", include(wagtailadmin_urls)),
    path("chernovik/<str:token>/", show_draft, name="draft"),
    path("documents/", include(wagtaildocs_urls)),
    *(path("", include(urlconf)) for urlconf in settings.ADDED_URLCONFS),
    # Feeds, calendars and the like below a page: Wagtail's own pattern takes no dot.
    re_path(r"^((?:[\w-]+/)+[\w-]+\.(?:xml|ics|json|pdf|csv|xlsx))$", serve),
    path("", include(wagtail_urls)),
]

handler400 = "cms.core.errors.bad_request"
handler403 = "cms.core.errors.forbidden"
handler404 = "cms.core.errors.not_found"
handler500 = "cms.core.errors.server_error"
