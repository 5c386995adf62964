"""Middleware of both hosts."""

from functools import partial

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import DisallowedHost
from django.http import HttpResponse
from django.http.request import split_domain_port
from structlog.contextvars import bind_contextvars

from cms.core.client_ip import client_ip


class HostGateMiddleware:
    """Refuse a request for a host that is not ours before anything else sees it.

    Wagtail would answer a stranger's host with its default site, and django-hosts
    with the default URLconf; 421 «Misdirected Request» comes before both.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.hosts = frozenset(settings.ALLOWED_HOSTS)

    def __call__(self, request):
        """Answer 421, or pass the request on."""
        try:
            host = request.get_host()
        except DisallowedHost:
            host = ""
        if host.partition(":")[0].lower() not in self.hosts:
            return HttpResponse("Неизвестный адрес сайта.\n", status=421, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


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
