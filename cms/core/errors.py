"""Pages that say what went wrong, on both hosts.

Only 404 knows the site around it. The others are written to work when the database,
the cache or the static files' manifest does not: no query, no context processor.
"""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template import loader


def not_found(request, exception):
    """Answer 404: on the public site with its frame, a search and the main links."""
    on_public_site = getattr(request, "urlconf", settings.ROOT_URLCONF) == settings.ROOT_URLCONF
    if on_public_site:
        return render(request, "errors/404.html", status=404)
    return _plain("errors/404_plain.html", 404)


def bad_request(request, exception):
    """Answer 400."""
    return _plain("errors/400.html", 400)


def forbidden(request, exception):
    """Answer 403."""
    return _plain("errors/403.html", 403)


def server_error(request):
    """Answer 500."""
    return _plain("errors/500.html", 500)


def pdf_unavailable(request):
    """Answer 503 where a PDF is asked for and the machine cannot make any."""
    response = _plain("errors/503_pdf.html", 503)
    response["Retry-After"] = "3600"
    return response


def _plain(template, status):
    body = loader.render_to_string(template, {"static": settings.STATIC_URL, "site_url": settings.SITE_URL})
    return HttpResponse(body, status=status, headers={"Cache-Control": "no-store"})
