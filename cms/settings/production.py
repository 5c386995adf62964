"""Production: every value from the environment, nothing assumed."""

from environ import Env

from cms.core.logs import logging_settings

from .environment import require

_with_cabinet = Env().bool("LK_ADDON", default=True)
_with_antivirus = _with_cabinet and Env().bool("ANTIVIRUS_REQUIRED", default=True)
_bucket = [f"PRIVATE_S3_{part}" for part in ("BUCKET", "ENDPOINT", "REGION", "KEY_ID", "SECRET")]
_with_bucket = any(Env().str(name, default="") for name in _bucket)

require(
    "SITE_HOST",
    *(["LK_HOST"] if _with_cabinet else []),
    *(["CLAMD_SOCKET"] if _with_antivirus else []),
    *(_bucket if _with_bucket else []),
    "SECRET_KEY",
    "SECOND_FACTOR_KEY",
    "DATABASE_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "DEFAULT_FROM_EMAIL",
    "VAR_DIR",
)

from .base import *  # noqa: E402, F403
from .base import LOG_LEVEL, env  # noqa: E402

DEBUG = False
SECRET_KEY = env("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
SECOND_FACTOR_KEY = env("SECOND_FACTOR_KEY")
SECOND_FACTOR_REQUIRED_FOR_MEMBERS = env.bool("SECOND_FACTOR_REQUIRED_FOR_MEMBERS", default=True)

TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=["127.0.0.1", "::1"])

# nginx ends TLS and overwrites this header, see deploy/nginx.conf.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True

SESSION_COOKIE_NAME = "__Host-session"
APPEARANCE_COOKIE_NAME = "__Host-vid"

vars().update(env.email("EMAIL_URL"))
EMAIL_TIMEOUT = 30  # seconds; without it a hanging mail server would hang the worker

PRIVATE_ACCEL = env("PRIVATE_ACCEL", default="/private-files/")

LOGGING = logging_settings(json=True, level=LOG_LEVEL)
