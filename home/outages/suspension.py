"""The answer of a closed service, and its copy for when the application itself is down."""

from dataclasses import replace
from math import ceil

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from cms.core.frame import frame
from cms.outbox.domain import enqueue
from cms.outbox.handlers import handler
from home.outages import queries

RETRY_SECONDS = 15 * 60  # when to ask again while nobody knows the end
FALLBACK = settings.VAR_DIR / "static-fallback" / "503.html"
TEMPLATE = "errors/suspended.html"


def suspended_response(request, notice):
    """Return 503 with the notice's text, its end and messages (REQ-6.2, регламент п. 6.2).

    Retry-After is the time to the end in whole seconds, a quarter of an hour with an open end.
    """
    response = HttpResponse(render_to_string(TEMPLATE, {"notices": [notice]}, request), status=503)
    response["Retry-After"] = retry_after(notice)
    response["Cache-Control"] = "no-store"
    return response


def retry_after(notice):
    """Return in how many seconds to ask again, at least one."""
    if notice.ends_at is None:
        return RETRY_SECONDS
    return max(1, ceil((notice.ends_at - timezone.now()).total_seconds()))


def write_fallback():
    """Write the page that the web server shows while the application is down. Returns its path.

    It tells of running and coming outages with their times, so it stays true while nobody is there to
    change it; it is written anew when the next one begins or ends.
    """
    notices = queries.banner_notices()
    FALLBACK.parent.mkdir(parents=True, exist_ok=True)
    fresh = FALLBACK.with_suffix(".new")
    # The application serves logo and colours, and it is down when this is read.
    around = replace(frame(), logo=None, palette=None)
    context = {"notices": notices, "site_url": settings.SITE_URL, "frame": around}
    fresh.write_text(render_to_string(TEMPLATE, context), encoding="utf-8")
    fresh.replace(FALLBACK)
    boundary = queries.next_boundary()
    if boundary is not None:
        enqueue("outages.fallback", key=f"outages.fallback:{boundary.isoformat()}", available_at=boundary)
    return FALLBACK


handler("outages.fallback")(write_fallback)
