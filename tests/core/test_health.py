"""``/readyz`` names what does not work, whichever of the four it is."""

import pytest
from celery import Celery
from django.core.files.storage import FileSystemStorage
from django.db import connection

from cms.core import health
from cms.core.cache import RedisCache

NOBODY = "redis://127.0.0.1:1/0"  # no server listens on the first port


@pytest.fixture
def broken(tmp_path):
    """What stands for each of the four where it fails: real clients of servers that are not there."""
    database = connection.copy()
    database.settings_dict |= {"HOST": str(tmp_path), "PORT": "1", "OPTIONS": {}}
    (tmp_path / "file").touch()
    return {
        "database": ("connection", database),
        "cache": ("cache", RedisCache(NOBODY, {})),
        "broker": ("celery_app", Celery(broker=NOBODY)),
        "storage": ("default_storage", FileSystemStorage(location=tmp_path / "file" / "media")),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["database", "cache", "broker", "storage"])
def test_what_does_not_work_is_named(site_client, broken, monkeypatch, name):
    monkeypatch.setattr(health, *broken[name])
    answer = site_client.get("/readyz")
    assert answer.status_code == 503
    said = answer.json()
    assert said.pop(name) != "ok"
    assert set(said.values()) == {"ok"}


@pytest.mark.django_db
def test_a_cache_that_forgets_at_once_is_not_ready(site_client, monkeypatch):
    monkeypatch.setattr(health.cache, "get", lambda key: None, raising=False)
    assert site_client.get("/readyz").json()["cache"] == "NotKeptError"
