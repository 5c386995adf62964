"""The answer to a form whose CSRF token is missing: the browser keeps no cookies, or the page was open too long."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render


@login_not_required
def csrf_failure(request, reason=""):
    """Explain in Russian what to do (REQ-5.2.a), see CSRF_FAILURE_VIEW; the reason is for the log alone."""
    cookies = settings.SESSION_COOKIE_NAME in request.COOKIES
    context = {"cookies": cookies, "layout": settings.ERROR_LAYOUTS[request.host.name]}
    return render(request, "errors/csrf.html", context, status=403)
