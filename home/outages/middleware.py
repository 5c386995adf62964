"""The public site while an outage suspends it."""

from home.outages.queries import suspending
from home.outages.services import SITE
from home.outages.suspension import suspended_response

#: What still answers: the notices themselves, the staff's admin, monitoring, files of the pages' look.
OPEN_PATHS = ("/preryvy/", "/admin/", "/healthz", "/readyz", "/static/", "/media/images/", "/oformlenie.css")


class SiteSuspensionMiddleware:
    """Answer 503 instead of public pages while a notice closes the service ``site``; staff still see them.

    Stands after authentication, and so behind the page cache: kept pages end when the outage begins.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Let through, or answer with the notice."""
        if request.host.name == "site" and not request.path_info.startswith(OPEN_PATHS):
            notice = suspending(SITE)
            if notice is not None and not request.user.is_staff:
                return suspended_response(request, notice)
        return self.get_response(request)
