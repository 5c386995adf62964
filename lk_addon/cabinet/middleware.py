"""What holds for every answer of the cabinet's host."""

from django.shortcuts import render

from home.outages.queries import suspending
from lk_addon.cabinet.outage import mark_suspended, suspended_response
from lk_addon.cabinet.services import closed_services, outage_code


class SuspendedDoorMiddleware:
    """Give 503 to an answer that carries an ``outage``, after its session was kept (REQ-6.2)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Mark the answer."""
        response = self.get_response(request)
        outage = getattr(response, "outage", None)
        return mark_suspended(response, outage) if outage else response


class NoStoreMiddleware:
    """Let nothing of the cabinet stay in a browser or proxy, redirects and errors included (REQ-4.7)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Mark the answer; a referrer with an activation key must not leave the host either."""
        response = self.get_response(request)
        if request.host.name == "lk":
            response["Cache-Control"] = "no-store"
            response["Referrer-Policy"] = "same-origin"
        return response


class ServiceMiddleware:
    """Answer for a service that staff switched off or that an outage touches; nothing is taken in (REQ-6.3, 6.2).

    Stands behind the gate: strangers are led to the door before they learn what is open.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Pass on; the decision needs the view and is made in :meth:`process_view`."""
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Answer in the view's place where its service is closed."""
        code = getattr(view, "service", None)
        if code is None or request.host.name != "lk":
            return None
        outage = suspending(outage_code(code))
        closed = closed_services().get(code)
        if outage and not request.user.is_staff:
            response = suspended_response(request, outage)
        elif closed:
            response = render(request, "lk_addon/cabinet/service_closed.html", {"closed": closed}, status=503)
        else:
            return None
        if request.htmx:
            response["HX-Refresh"] = "true"  # the whole page says it, not a part of one
        return response
