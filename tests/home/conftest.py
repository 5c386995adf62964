"""What tests of the public site share."""

import pytest
from django.core.cache import cache

from cms.core import pagecache


@pytest.fixture
def forget_pages(site_client):
    """``forget_pages()``: no page and no part of one is remembered any more, but the frame around every page is.

    So is the next moment at which pages change by the clock: each app asks for its own, once for each change.
    """

    def forget():
        cache.clear()
        site_client.get("/poisk/")
        pagecache.remembered("clock", lambda: True, by_the_clock=True)

    return forget
