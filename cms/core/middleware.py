"""Middleware of both hosts."""

import re
from functools import partial

import structlog
from csp.constants import SELF
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import DisallowedHost
from django.http import HttpResponse
from django.http.request import split_domain_port
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from django_permissions_policy import PermissionsPolicyMiddleware
from django_structlog.middlewares import RequestMiddleware
from structlog.contextvars import bind_contextvars, get_contextvars

from cms.core import errors
from cms.core.client_ip import came_through_proxy, client_ip
from cms.core.pdf import PdfUnavailableError

log = structlog.get_logger(__name__)


class HostGateMiddleware:
    """Refuse a request for a host that is not ours before anything else sees it.

    Wagtail would answer a stranger's host with its default site, and django-hosts
    with the default URLconf; 421 «Misdirected Request» comes before both.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.hosts = frozenset(settings.ALLOWED_HOSTS)
        # Nothing stands outside the gate, so its refusal gets the headers of every other answer here.
        self.refusal = XFrameOptionsMiddleware(CSPMiddleware(PermissionsPolicyMiddleware(self.refuse)))
        self.security = SecurityMiddleware(get_response)

    def __call__(self, request):
        """Answer 421, or pass the request on."""
        try:
            host = request.get_host()
        except DisallowedHost:
            host = ""
        if host.partition(":")[0].lower() not in self.hosts:
            return self.security.process_response(request, self.refusal(request))
        return self.get_response(request)

    @staticmethod
    def refuse(request):
        """Answer 421."""
        return HttpResponse("Неизвестный адрес сайта.\n", status=421, content_type="text/plain; charset=utf-8")


class RequestLogMiddleware(RequestMiddleware):
    """Give each request an id, carried by its log lines and its answer, and log its end.

    The proxy's id is taken over; whatever else calls itself one is ignored.
    """

    well_formed = re.compile(r"[0-9A-Za-z-]{8,64}")

    def __call__(self, request):
        """Drop a foreign id before django-structlog looks for one."""
        known = request.META.get("HTTP_X_REQUEST_ID", "")
        if not (self.well_formed.fullmatch(known) and came_through_proxy(request)):
            request.META.pop("HTTP_X_REQUEST_ID", None)
        around = get_contextvars()
        response = super().__call__(request)
        if "request_id" in around:  # Wagtail previews a page by a request inside this one
            bind_contextvars(**around)
        return response

    def handle_response(self, request, response):
        """Tell the id to the caller: a person can quote it."""
        response["X-Request-ID"] = get_contextvars()["request_id"]
        super().handle_response(request, response)

    @staticmethod
    def format_request(request):
        """Name the request by method, host and path; what follows the path may hold secrets."""
        return f"{request.method} {request.get_host()} {request.path}"


class AdminHeadersMiddleware:
    """Give Wagtail's admin, with its previews in frames, the policy that its pages can live with.

    Only to those who are in: the doors below ``/admin/`` are pages of ours and as strict as the rest.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Mark the answer for the middlewares outside this one; the cabinet's host has no admin."""
        response = self.get_response(request)
        if (
            request.path.startswith("/admin/")
            and not request.path.startswith("/admin/security/")
            and request.get_host().partition(":")[0] == settings.SITE_HOST
            and hasattr(request, "user")
            and request.user.is_authenticated
        ):
            if response.headers.pop("Content-Security-Policy", None):  # a preview: rendered by a request inside this
                response._csp_replace = {"frame-ancestors": [SELF]}
            else:
                response._csp_config = settings.ADMIN_CONTENT_SECURITY_POLICY["DIRECTIVES"]
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response


class ClientAddressMiddleware:
    """Write the client's address into the log's context, where the audit journal finds it too."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Replace the address that django-structlog believes, whoever wrote it."""
        bind_contextvars(ip=client_ip(request))
        return self.get_response(request)


class HostSessionMiddleware(SessionMiddleware):
    """Give each request a session store that knows its host."""

    def process_request(self, request):
        """Open the session of this host only."""
        host, _port = split_domain_port(request.get_host())
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        request.session = partial(self.SessionStore, host=host)(key)


class PdfUnavailableMiddleware:
    """Answer whoever asks for a PDF on a machine that can make none, and tell the log why."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request, exception):
        """Answer 503 with a page that says what is off."""
        if not isinstance(exception, PdfUnavailableError):
            return None
        log.error("pdf_unavailable", reason=str(exception))
        return errors.pdf_unavailable(request)
