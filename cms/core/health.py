"""Liveness and readiness, for monitoring and the load balancer."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import Error as DatabaseFailure
from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from cms.celery import app as celery_app


class NotKeptError(Exception):
    """The cache takes a value and does not give it back."""


#: How database, cache, broker and storage fail. Anything else is a fault of ours and ends as one.
FAILURES = (DatabaseFailure, RedisError, KombuError, OSError, NotKeptError)


@login_not_required
@never_cache
def healthz(request):
    """Say that the process answers; touches nothing else."""
    return HttpResponse("ok", content_type="text/plain")


def _database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _cache():
    cache.set("readyz", "ok", 5)
    if cache.get("readyz") != "ok":
        raise NotKeptError


def _broker():
    with celery_app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, timeout=2)


def _storage():
    name = default_storage.save("readyz", ContentFile(b"ok"))
    default_storage.delete(name)


CHECKS = {"database": _database, "cache": _cache, "broker": _broker, "storage": _storage}


@login_not_required
@never_cache
def readyz(request):
    """Try the database, cache, broker and storage; 503 names those that do not work."""
    results = {}
    for name, check in CHECKS.items():
        try:
            check()
            results[name] = "ok"
        except FAILURES as error:
            results[name] = type(error).__name__
    ready = all(value == "ok" for value in results.values())
    return JsonResponse(results, status=200 if ready else 503)
