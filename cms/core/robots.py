"""What search engines are told."""

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_safe

ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /poisk/
Disallow: /chernovik/

Sitemap: {site_url}/sitemap.xml
"""


@require_safe
def robots(request):
    """Name the sitemap, and close what is of no use in an index."""
    return HttpResponse(ROBOTS.format(site_url=settings.SITE_URL), content_type="text/plain; charset=utf-8")
