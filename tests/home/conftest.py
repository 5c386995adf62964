"""What tests of the public site share."""

import pytest
from django.core.cache import cache


@pytest.fixture
def forget_pages(site_client):
    """``forget_pages()``: no page and no part of one is remembered any more, but the frame around every page is."""

    def forget():
        cache.clear()
        site_client.get("/poisk/")

    return forget
