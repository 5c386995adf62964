"""Production settings on demonstration content, for measuring on loopback."""

import os
from pathlib import Path

from cms import embedded

# Workers inherit the environment: the folder is settled once, by the first process.
os.environ.setdefault("BENCH_VAR_DIR", str(Path(os.environ.get("VAR_DIR", "var")).resolve() / "bench"))
VAR_DIR = Path(os.environ["BENCH_VAR_DIR"])
os.environ["VAR_DIR"] = str(VAR_DIR)
os.environ |= {
    "SITE_HOST": "np-ss.localhost",
    "LK_HOST": "lk.np-ss.localhost",
    "SECRET_KEY": "measured-on-loopback-only-0123456789-abcdefghijklmnopqrstuvwxyz",
    "SECOND_FACTOR_KEY": "bWVhc3VyZWQtb24tbG9vcGJhY2stb25seS0wMTIzNDU=",
    "EMAIL_URL": "consolemail://",
    "DEFAULT_FROM_EMAIL": "no-reply@example.com",
    "ANTIVIRUS_REQUIRED": "off",
}
embedded.provide(VAR_DIR)

from cms.settings.production import *  # noqa: F403

DEMO_ALLOWED = True
LOGGING_CONFIG = None
if os.environ.get("BENCH_REMEMBER") == "no":
    CACHES["default"] |= {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}  # noqa: F405
