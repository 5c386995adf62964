"""How often a system, or a visitor without a token, may ask."""

from rest_framework.throttling import BaseThrottle

from cms.core.client_ip import client_ip
from lk_addon.cabinet.throttle import within_limit

CALLS_A_MINUTE = 300
CALLS_WITHOUT_TOKEN = 60


class CallThrottle(BaseThrottle):
    """So many calls a minute for each token, fewer for an address without one; a broken cache refuses nobody."""

    def allow_request(self, request, view):
        """Count the call."""
        if request.auth is not None:
            return within_limit(f"api:{request.auth.pk}", CALLS_A_MINUTE, 60)
        return within_limit(f"api:{client_ip(request)}", CALLS_WITHOUT_TOKEN, 60)

    def wait(self):
        """Return the seconds after which trying again makes sense."""
        return 60
