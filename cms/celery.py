"""The Celery application; every app's tasks.py is found by itself."""

import os

from celery import Celery
from celery.signals import setup_logging
from django.dispatch import receiver
from django_structlog.celery.signals import modify_context_before_task_publish
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

app = Celery("cms")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(DjangoStructLogInitStep)


@setup_logging.connect
def keep_logging(**kwargs):
    """Keep what Django's settings say about logs; Celery asks before it sets up its own."""


@receiver(modify_context_before_task_publish)
def pass_only_the_request_id(context, **kwargs):
    """Tell a task which request asked for it, and nothing about the person behind it."""
    for name in context.keys() - {"request_id"}:
        del context[name]
