"""Pages of the cabinet in process, as a representative of the demonstration opens them."""

from django.conf import settings

from bench.register import percentiles
from cms.users.models import User
from tests.factories.sessions import signed_in_client

PAGES = {"dashboard": "/", "the organisation": "/organization/", "correspondence": "/correspondence/"}


def measure():
    """Open the pages; return ``{page: {"p50_ms": …, "p95_ms": …}}``."""
    browser = signed_in_client(User.objects.get(email="member@example.com"), host=settings.LK_HOST)
    return {f"cabinet: {name}": percentiles(browser, path) for name, path in PAGES.items()}
