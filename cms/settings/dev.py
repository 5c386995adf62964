"""Development: two *.localhost names, embedded services, letters as files."""

import os
from pathlib import Path

from cms import embedded

os.environ.setdefault("SITE_HOST", "np-ss.localhost")
os.environ.setdefault("LK_HOST", "lk.np-ss.localhost")
os.environ.setdefault("HOST_SCHEME", "http")
os.environ.setdefault("HOST_PORT", os.environ.get("PORT", "8000"))
embedded.provide(Path(os.environ.get("VAR_DIR", "var")).resolve())

from .base import *  # noqa: E402, F403
from .base import POST_OFFICE, STORAGES, VAR_DIR, env  # noqa: E402

DEBUG = env.bool("DEBUG", default=True)  # script/server turns it off: the site as visitors see it
SECRET_KEY = "development-only-and-therefore-public-0123456789-abcdefghij"  # noqa: S105

# Browsers treat *.localhost as secure and keep Secure cookies there.
DEMO_ALLOWED = True
SECOND_FACTOR_KEY = "development-only-and-therefore-public-second-factor"
SECOND_FACTOR_REQUIRED_FOR_STAFF = False
SECOND_FACTOR_REQUIRED_FOR_MEMBERS = False

EMAIL_FILE_PATH = VAR_DIR / "mail"
POST_OFFICE = POST_OFFICE | {"BACKENDS": {"default": "django.core.mail.backends.filebased.EmailBackend"}}

# As in production, without the minute that compressing takes.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}}
ANTIVIRUS_REQUIRED = False
