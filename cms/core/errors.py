"""Pages that say what went wrong, on both hosts.

404 of the public site has the site around it. 400 and 500 are written to work when the database, the cache
or the static files' manifest does not: no query, no context processor, our own colours. The rest are answered
by a site that works, and wear the organisation's logo, name and colour; should those not be read, Django answers 500.
"""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template import loader

from cms.core.frame import frame


def not_found(request, exception):
    """Answer 404: on the public site with its frame, a search and the main links."""
    on_public_site = getattr(request, "urlconf", settings.ROOT_URLCONF) == settings.ROOT_URLCONF
    if on_public_site:
        return render(request, "errors/404.html", status=404)
    return _framed("errors/404_plain.html", 404)


def bad_request(request, exception):
    """Answer 400."""
    return _plain("errors/400.html", 400)


def forbidden(request, exception):
    """Answer 403."""
    return _framed("errors/403.html", 403)


def server_error(request):
    """Answer 500."""
    return _plain("errors/500.html", 500)


def pdf_unavailable(request):
    """Answer 503 where a PDF is asked for and the machine cannot make any."""
    response = _framed("errors/503_pdf.html", 503)
    response["Retry-After"] = "3600"
    return response


def _framed(template, status):
    around = frame()
    return _plain(template, status, frame=around, site_name=around.organization.name)


def _plain(template, status, **known):
    known = {
        "static": settings.STATIC_URL,
        "site_url": settings.SITE_URL,
        "site_name": settings.WAGTAIL_SITE_NAME,
    } | known
    body = loader.render_to_string(template, known)
    return HttpResponse(body, status=status, headers={"Cache-Control": "no-store"})
