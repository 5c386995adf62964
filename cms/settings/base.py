"""What every environment shares. Nothing secret or local stands here."""

from datetime import timedelta
from pathlib import Path

import environ

from .headers import *  # noqa: F403
from .interface import *  # noqa: F403
from .logs import *  # noqa: F403
from .schedule import LK_ADDON_SCHEDULE, SITE_SCHEDULE
from .sign_in import *  # noqa: F403
from .wagtail import *  # noqa: F403

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var"))).resolve()

DEMO_ALLOWED = False  # manage.py demo
FAULTS_DIR = None  # where tests.faults arms the points of cms.core.faultpoints; None everywhere else

# --- Hosts: one process, two sites ------------------------------------------

SITE_HOST = env("SITE_HOST")
LK_ADDON = env.bool("LK_ADDON", default=True)
LK_HOST = env("LK_HOST", default="")
HOST_SCHEME = env("HOST_SCHEME", default="https")
HOST_PORT = env("HOST_PORT", default="")

_port = f":{HOST_PORT}" if HOST_PORT else ""
SITE_URL = f"{HOST_SCHEME}://{SITE_HOST}{_port}"
SITE_NETLOC = f"{SITE_HOST}{_port}"
LK_URL = f"{HOST_SCHEME}://{LK_HOST}{_port}" if LK_ADDON else ""

ALLOWED_HOSTS = [SITE_HOST, LK_HOST] if LK_ADDON else [SITE_HOST]
ROOT_URLCONF = "cms.urls"
LK_URLCONF = "lk_addon.urls"
ROOT_HOSTCONF = "cms.hosts"
DEFAULT_HOST = "site"

WSGI_APPLICATION = "cms.wsgi.application"

# --- Applications -------------------------------------------------------------

INSTALLED_APPS = [
    "cms.core",
    "cms.users",
    "cms.audit",
    "cms.outbox",
    "cms.backups",
    "cms.workdays",
    "cms.drafts",
    "home.pages",
    "home.news",
    "home.regulations",
    "home.outages",
    "home.search",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "cms.users.apps.StaffAdminConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "wagtail_modeladmin",
    "modelcluster",
    "taggit",
    "django_hosts",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "two_factor",
    "two_factor.plugins.webauthn",
    "axes",
    "csp",
    "post_office",
    "django_htmx",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_tables2",
    "django_filters",
    "django_structlog",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

# The add-on is named in this file and nowhere else in cms and home.
LK_ADDON_APPS = [
    "lk_addon.cabinet",
    "lk_addon.registry",
    "lk_addon.files",
    "lk_addon.signatures",
    "lk_addon.accounts",
    "lk_addon.correspondence",
    "lk_addon.planner",
    "lk_addon.mailings",
    "lk_addon.finance",
    "lk_addon.supervision",
    "lk_addon.contracts",
    "lk_addon.meetings",
    "lk_addon.exchange",
]
# The organisation's electronic seal for extracts of the register: PKCS#12 file and its password. Empty: no seal.
EXTRACT_SEAL_FILE = env("EXTRACT_SEAL_FILE", default="")
EXTRACT_SEAL_PASSWORD = env("EXTRACT_SEAL_PASSWORD", default="")
SRO_REGISTER_PREFIX = "С-056"  # kind of SRO and its number: the head of every number in the unified register

LK_ADDON_LIBRARIES = ["rest_framework", "drf_spectacular", "drf_spectacular_sidecar"]
# Addresses that the add-on has on the public host.
ADDED_URLCONFS = ["lk_addon.exchange.api.urls"] if LK_ADDON else []

if LK_ADDON:  # after home, whose root pages it stands on, and before the libraries
    _libraries = INSTALLED_APPS.index("wagtail.contrib.forms")
    INSTALLED_APPS[_libraries:_libraries] = LK_ADDON_APPS
    INSTALLED_APPS += LK_ADDON_LIBRARIES

MIDDLEWARE = [
    "cms.core.middleware.HostGateMiddleware",
    "cms.core.pagecache.PageCacheMiddleware",
    "cms.core.middleware.RequestLogMiddleware",
    "cms.core.middleware.ClientAddressMiddleware",
    # Headers: outside of everything that answers, static files too.
    "django.middleware.security.SecurityMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.core.middleware.AdminHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django_hosts.middleware.HostsRequestMiddleware",
    "cms.core.routing.CurrentSiteMiddleware",
    "cms.core.middleware.HostSessionMiddleware",
    "cms.users.middleware.IdleTimeoutMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "cms.users.middleware.DoorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "home.outages.middleware.SiteSuspensionMiddleware",
    "home.regulations.middleware.RefusedPublicationMiddleware",
    "cms.core.middleware.PdfUnavailableMiddleware",
    "cms.core.routing.PublicRedirectMiddleware",
    "django_hosts.middleware.HostsResponseMiddleware",
]
if LK_ADDON:
    MIDDLEWARE.insert(
        MIDDLEWARE.index("django_hosts.middleware.HostsRequestMiddleware") + 1,
        "lk_addon.cabinet.middleware.NoStoreMiddleware",
    )
    MIDDLEWARE.insert(
        MIDDLEWARE.index("cms.core.middleware.HostSessionMiddleware"),
        "lk_addon.cabinet.middleware.SuspendedDoorMiddleware",
    )
    MIDDLEWARE.insert(
        MIDDLEWARE.index("cms.core.routing.PublicRedirectMiddleware"),
        "lk_addon.accounts.middleware.EntryMiddleware",
    )
    MIDDLEWARE.insert(
        MIDDLEWARE.index("lk_addon.accounts.middleware.EntryMiddleware") + 1,
        "lk_addon.cabinet.middleware.ServiceMiddleware",
    )

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "cms.core.context.addresses",
                "cms.core.context.page_frame",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
        },
    },
    {
        "NAME": "post_office",
        "BACKEND": "post_office.template.backends.post_office.PostOfficeTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"context_processors": []},
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "lk_addon/cabinet/table.html"

# --- Data ---------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"]["CONN_MAX_AGE"] = None
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "cms.core.cache.RedisCache",
        "LOCATION": REDIS_URL,
    }
}

# Whole public pages for visitors without a session, see cms.core.pagecache. Zero seconds switch it off.
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=600)
PAGE_CACHE_EXCLUDED_PATHS = (
    "/admin/",
    "/api/",
    "/static/",
    "/media/",
    "/documents/",
    "/healthz",
    "/readyz",
    "/poisk/",
    "/chernovik/",
)
PAGE_CACHE_BYTES = 64 * 1024 * 1024  # stored in PAGE_CACHE_SECONDS; Redis holds at most twice as much

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 15 * 60  # seconds; shorter than the broker's visibility time-out of an hour
CELERY_TASK_IGNORE_RESULT = True
# A broker that hangs keeps nobody waiting who has committed; the outbox row is there.
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 3, "socket_connect_timeout": 3}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "Europe/Moscow"
CELERY_BEAT_SCHEDULE = SITE_SCHEDULE | (LK_ADDON_SCHEDULE if LK_ADDON else {})

# --- Files ----------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    ("vendor/bootstrap", BASE_DIR / "node_modules/bootstrap/dist"),
    ("vendor/bootstrap-icons", BASE_DIR / "node_modules/bootstrap-icons/font"),
    ("vendor/golos-text", BASE_DIR / "node_modules/@fontsource-variable/golos-text"),
    ("vendor/htmx", BASE_DIR / "node_modules/htmx.org/dist"),
    ("vendor/chart", BASE_DIR / "node_modules/chart.js/dist"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Files of members: the folder PRIVATE_ROOT, or a bucket of objects where one is named, see docs/decisions/0013.
PRIVATE_S3_BUCKET = env("PRIVATE_S3_BUCKET", default="")
if PRIVATE_S3_BUCKET:
    STORAGES["private"] = {
        "BACKEND": "lk_addon.cabinet.bucket.PrivateBucket",
        "OPTIONS": {
            "bucket_name": PRIVATE_S3_BUCKET,
            "endpoint_url": env("PRIVATE_S3_ENDPOINT"),
            "region_name": env("PRIVATE_S3_REGION"),
            "access_key": env("PRIVATE_S3_KEY_ID"),
            "secret_key": env("PRIVATE_S3_SECRET"),
        },
    }
elif LK_ADDON:
    STORAGES["private"] = {"BACKEND": "lk_addon.cabinet.files.PrivateStorage"}
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
PRIVATE_ROOT = VAR_DIR / "private"  # files of members: no address leads there, views give them away
PRIVATE_ACCEL = ""  # nginx's internal address of that folder; empty: Django sends the bytes
UPLOADS_ROOT = VAR_DIR / "uploads"  # files that have not come in whole yet; what lies there may be lost
FILES_MAX_SIZE = env.int("FILES_MAX_SIZE", default=1024 * 1024 * 1024)  # bytes of one file of the exchange
FILES_UNFINISHED_MAX = 3 * FILES_MAX_SIZE  # bytes that one member may have under way
# clamd's socket: /run/clamav/clamd.ctl or tcp://127.0.0.1:3310. Empty: no file is scanned.
CLAMD_SOCKET = env("CLAMD_SOCKET", default="")
ANTIVIRUS_REQUIRED = env.bool("ANTIVIRUS_REQUIRED", default=True)  # a file that no scanner has seen is given to nobody
# Checking electronic signatures, see lk_addon.signatures.
SIGNATURE_VERIFIER = "lk_addon.signatures.engine.OpensslVerifier"
SIGNATURE_TIMEOUT = 300  # seconds for one run of openssl; a gigabyte takes twelve
SIGNATURE_MEMORY_LIMIT = 1024 * 1024 * 1024  # bytes of address space for one run
SIGNATURE_ALGORITHMS = ["gost2012"]  # of qualified signatures (63-ФЗ); "rsa" and "ecdsa" are known as well
CRL_HOSTS = env.list("CRL_HOSTS", default=[])  # from where lists of revoked certificates are fetched
CRL_PRIVATE_ADDRESSES = False  # tests fetch from the loopback address
EXPORT_LINK_HOURS = env.int("EXPORT_LINK_HOURS", default=24)  # as long an export can be fetched, then it is deleted

# --- Language and time -------------------------------------------------------------

LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", "Русский")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Moscow"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # dates of outages and editions are Moscow's for everybody
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES

# --- Who asks -------------------------------------------------------------------------

TRUSTED_PROXIES = []  # networks whose X-Forwarded-For is believed

# --- Sessions: per host, gone with the browser ------------------------------------------

SESSION_ENGINE = "cms.core.sessions"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = True
APPEARANCE_COOKIE_NAME = "vid"  # «Версия для слабовидящих», see cms.core.appearance
IDLE_TIMEOUT = {"site": 30 * 60, "lk": 30 * 60}  # seconds, by the host's name in cms.hosts
IDLE_TIMEOUT_IGNORES = ["/admin/editing-sessions/"]  # the editor's pages call these by themselves
CSRF_USE_SESSIONS = True
ERROR_LAYOUTS = {"site": "errors/site.html", "lk": "lk_addon/cabinet/entry.html"}  # by the host's name in cms.hosts
CSRF_FAILURE_VIEW = "cms.core.csrf.csrf_failure"
CSRF_COOKIE_SECURE = True

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # a cookie would dodge the page cache

# --- Mail --------------------------------------------------------------------------------------

EMAIL_BACKEND = "post_office.EmailBackend"
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="no-reply@example.com")
POST_OFFICE = {
    "BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"},
    "DEFAULT_PRIORITY": "medium",
    "TEMPLATE_ENGINE": "post_office",
    "MAX_RETRIES": 5 * 24 * 4,  # five days, as mail servers do
    "RETRY_INTERVAL": timedelta(minutes=15),
    "BATCH_SIZE": 1,  # each letter is marked before the next is sent, see cms.core.delivery
    "CELERY_ENABLED": False,  # cms.core.receivers wakes our own task
    "MESSAGE_ID_ENABLED": True,
}
