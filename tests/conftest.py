"""What every test can ask for."""

import gc

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from wagtail import hooks

from home.pages.models import HomePage
from tests.databases import keep_rows, provide_template
from tests.factories.roots import ensure_prepared

pytest_plugins = ["tests.requirements_report"]

LONGEST_IN_A_BROWSER = ("test_public_pages.py", "test_whole_way.py", "test_stored_text.py")


def _turn(item):
    if item.path.name == "test_server.py":
        return 0
    if "/e2e/" not in item.nodeid:
        return 1
    return 2 if item.path.name in LONGEST_IN_A_BROWSER else 3


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Put the tests in a browser last: it keeps an event loop running, beside which nothing else may start one.

    What waits longest for other processes comes first: another worker goes on meanwhile. Of those in a browser the
    longest do, so that the workers end at about one moment.
    Without the add-on leave out what is about the cabinet: what is marked, or asks for a browser on its host.
    """
    items.sort(key=_turn)
    if settings.LK_ADDON:
        return
    out = [item for item in items if item.get_closest_marker("needs_addon") or "lk_client" in item.fixturenames]
    config.hook.pytest_deselected(items=out)
    items[:] = [item for item in items if item not in out]


@pytest.fixture(scope="session")
def _back_office_loaded():
    """Load it before the migrations do: they switch translations off, and some of its words stay as they were then."""
    hooks.search_for_hooks()


@pytest.fixture(scope="session", autouse=True)
def _what_lives_to_the_end():
    """Let the collector walk what lives to the end less often: it takes a tenth of a run, a third of the migrations."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session")
def _template(_what_lives_to_the_end, _back_office_loaded, django_db_blocker):
    """The migrated database that the workers' own are copies of."""
    with django_db_blocker.unblock():
        provide_template()


@pytest.fixture(scope="session")
def django_db_setup(_template, django_db_setup, django_db_blocker):
    """Prepare the site once, and go back to that after every test that commits."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        with django_db_blocker.unblock():
            ensure_prepared()
            keep_rows(monkeypatch)
        yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:  # of requests that a closed browser left behind
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def site_client():
    """A browser on the public host."""
    return Client(headers={"host": settings.SITE_HOST})


@pytest.fixture
def lk_client():
    """A browser on the cabinet host."""
    return Client(headers={"host": settings.LK_HOST})


@pytest.fixture
def prepared_site(db):
    """The site as ``manage.py prepare`` leaves it: root pages, groups, workflows. Returns the home page."""
    ensure_prepared()
    return HomePage.objects.get()
