"""Tests: as production where it matters, with embedded services and fast hashing."""

import os
from pathlib import Path

from cms import embedded

os.environ["SITE_HOST"] = "np-ss.localhost"
os.environ["LK_HOST"] = "lk.np-ss.localhost"
os.environ["HOST_SCHEME"] = "http"
os.environ["HOST_PORT"] = ""
os.environ["VAR_DIR"] = os.environ.get("TEST_VAR_DIR", "var/test")
embedded.provide(Path(os.environ["VAR_DIR"]).resolve(), durable=False)

# Each worker of a parallel run empties its own Redis database and fills its own media folder.
_worker = os.environ.get("PYTEST_XDIST_WORKER", "")
os.environ["REDIS_URL"] = embedded.redis_database(os.environ["REDIS_URL"], int(_worker.removeprefix("gw") or -1) + 1)

from .base import *  # noqa: E402, F403
from .base import MEDIA_ROOT, POST_OFFICE, PRIVATE_ROOT, STATIC_ROOT, STORAGES, UPLOADS_ROOT  # noqa: E402

SECRET_KEY = "tests-only-and-therefore-public-0123456789-abcdefghijklmnop"  # noqa: S105
DEMO_ALLOWED = True
SECOND_FACTOR_KEY = "tests-only-and-therefore-public-second-factor"

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True  # each test has clients of its own: none shall walk all the static files first
MEDIA_ROOT = MEDIA_ROOT / (_worker or "main")
PRIVATE_ROOT = PRIVATE_ROOT / (_worker or "main")
UPLOADS_ROOT = UPLOADS_ROOT / (_worker or "main")
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
POST_OFFICE = POST_OFFICE | {
    "BACKENDS": {"default": "django.core.mail.backends.locmem.EmailBackend"},
    "BATCH_SIZE": 100,  # one call of post_office sends all that a test has queued
}
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
ANTIVIRUS_REQUIRED = False
