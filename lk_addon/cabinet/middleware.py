"""What holds for every answer of the cabinet's host."""

from lk_addon.cabinet.outage import mark_suspended


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
