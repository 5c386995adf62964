"""The site as the tests of faults run it: development's, with a mail server, an antivirus, points to be armed.

Every address comes from the environment that tests.faults.site makes. Times that people wait for are shortened.
"""

from datetime import timedelta

from cms.settings.dev import *  # noqa: F403
from cms.settings.dev import CELERY_BEAT_SCHEDULE, POST_OFFICE, STORAGES, VAR_DIR, env

DEBUG = False
FAULTS_DIR = VAR_DIR / "points"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
PAGE_CACHE_SECONDS = 0

CELERY_BROKER_URL = env("BROKER_URL")
CELERY_TASK_TIME_LIMIT = 60
CELERY_BEAT_SCHEDULE = {name: CELERY_BEAT_SCHEDULE[name] for name in ("work that is due", "mail that is queued")}
CELERY_BEAT_SCHEDULE["work that is due"] |= {"schedule": 1}
CELERY_BEAT_SCHEDULE["mail that is queued"] |= {"schedule": 1}

CLAMD_SOCKET = env("CLAMD_SOCKET")
ANTIVIRUS_REQUIRED = True

EMAIL_HOST, EMAIL_PORT = "127.0.0.1", env.int("SMTP_PORT")
EMAIL_TIMEOUT = 2
POST_OFFICE = POST_OFFICE | {
    "BACKENDS": {"default": "tests.faults.backend.Backend"},
    "RETRY_INTERVAL": timedelta(seconds=1),
}
