"""What is logged, and how loud."""

import logging

import environ

from cms.core.logs import logging_settings

env = environ.Env()

LOG_LEVEL = env("LOG_LEVEL", default="INFO")
LOGGING = logging_settings(json=False, level=LOG_LEVEL)
DJANGO_STRUCTLOG_TRUST_UPSTREAM_REQUEST_ID = True  # only the proxy's reaches it, see RequestLogMiddleware
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False  # ClientAddressMiddleware knows better
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_CELERY_TASK_START_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_CELERY_TASK_SUCCESS_LOG_LEVEL = logging.DEBUG
