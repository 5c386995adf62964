"""What every test can ask for."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from wagtail import hooks

from home.pages.models import HomePage
from tests.factories.roots import ensure_prepared

pytest_plugins = ["tests.requirements_report"]


def pytest_collection_modifyitems(config, items):
    """Without the add-on leave out what is about the cabinet: what is marked, or asks for a browser on its host."""
    if settings.LK_ADDON:
        return
    out = [item for item in items if item.get_closest_marker("needs_addon") or "lk_client" in item.fixturenames]
    config.hook.pytest_deselected(items=out)
    items[:] = [item for item in items if item not in out]


@pytest.fixture(scope="session")
def _back_office_loaded():
    """Load it before the migrations do: they switch translations off, and some of its words stay as they were then."""
    hooks.search_for_hooks()


@pytest.fixture(scope="session")
def django_db_setup(_back_office_loaded, django_db_setup, django_db_blocker):
    """Prepare the site once, and let the tables be emptied: elsewhere those that only grow refuse TRUNCATE."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(r"SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE '%\_no\_truncate'")
        for table, trigger in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        ensure_prepared()


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
