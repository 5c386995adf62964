"""The database of a test run is a copy of one that was migrated once: for every worker, and for the next run too."""

import fcntl
import hashlib
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection

PREFIX = "template_"


def provide_template():
    """Name a migrated database as the template of the test database; make it first where there is none."""
    name = PREFIX + _fingerprint()
    with _alone(settings.VAR_DIR / "template.lock"):
        if name not in _templates():
            _make(name)
    settings.DATABASES["default"]["TEST"]["TEMPLATE"] = connection.settings_dict["TEST"]["TEMPLATE"] = name


def _fingerprint():
    """Return a digest of every migration of the installed apps, and of what else is asked when they run."""
    digest = hashlib.sha256(" ".join(config.label for config in apps.get_app_configs()).encode())
    for config in apps.get_app_configs():
        for file in sorted((Path(config.path) / "migrations").glob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:20]


def _templates():
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        return [name for (name,) in cursor.fetchall()]


def _make(name):
    """Migrate under another name: a run that is broken off leaves nothing that looks whole. Older templates go."""
    half, own = f"half_{name}", connection.settings_dict["NAME"]
    test = connection.settings_dict["TEST"]
    wanted, test["NAME"] = test["NAME"], half
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
    finally:
        connection.close()
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = own
        test["NAME"] = wanted
    with connection.cursor() as cursor:
        for old in _templates():
            cursor.execute(f"DROP DATABASE {old}")
        cursor.execute(f"ALTER DATABASE {half} RENAME TO {name}")


@contextmanager
def _alone(path):
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
