"""What tests of the public site share."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.fixture
def cold(site_client, settings):
    """``cold(address, queries)``: the page as the first visitor gets it, asking just so many queries; returns its text.

    Nothing is remembered then: no page, no part, no frame, no site, no moment at which pages change by the clock.
    Rendered once more it is put together of its parts and asks ``again``. Its renditions have been made before.
    """

    def ask(address, queries, *, again=0):
        site_client.get(address)
        cache.clear()
        texts = []
        for seconds, number in ((600, queries), (0, again)):
            settings.PAGE_CACHE_SECONDS = seconds
            with CaptureQueriesContext(connection) as asked:
                response = site_client.get(address)
            assert response.status_code == 200
            assert len(asked) == number, "\n".join(query["sql"] for query in asked)
            texts.append(response.content.decode())
        assert texts[0] == texts[1]
        return texts[0]

    return ask
