"""Whole public pages kept in Redis for visitors without a session.

What makes a kept page stop being true, and how each is met:

* somebody changes something: the *generation*, a random token, is replaced after
  the commit, and entries of another generation are never served;
* time passes (an outage begins, an edition takes effect): apps register the next
  such moment with :func:`register_boundary`, and no entry outlives it;
* a rendering began before a change and is stored after it: an entry carries the
  generation that was read *before* rendering, so it is dead on arrival.

With Redis away every page is rendered; nothing else depends on this module.
"""

import time
from dataclasses import dataclass
from hashlib import blake2b
from uuid import uuid4

import structlog
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import parse_http_date_safe
from redis.exceptions import RedisError

from cms.outbox.domain import enqueue
from cms.outbox.handlers import handler

GENERATION = "page:generation"
BOUNDARY = "page:boundary"
CONDITIONS = frozenset({"HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"})
UNCACHED_HEADERS = frozenset({"x-request-id"})

log = structlog.get_logger(__name__)

_boundaries = []


def register_boundary(function):
    """Add ``function(now) -> datetime | None``: the next moment when public pages change by the clock."""
    if function not in _boundaries:
        _boundaries.append(function)
    return function


def clear():
    """Forget every kept page once the transaction in progress has committed."""
    transaction.on_commit(_replace_generation)


def clear_on_change(*models):
    """Forget every kept page whenever a row of one of ``models`` is saved or deleted."""
    for model in models:
        post_save.connect(_clear_receiver, sender=model, dispatch_uid=f"pagecache-save-{model._meta.label}")
        post_delete.connect(_clear_receiver, sender=model, dispatch_uid=f"pagecache-delete-{model._meta.label}")


def _clear_receiver(**kwargs):
    clear()


def _replace_generation():
    try:
        cache.set(GENERATION, uuid4().hex, None)
    except RedisError:
        log.exception("pagecache_clear_postponed")
        enqueue("pagecache.clear", key=f"pagecache.clear:{uuid4().hex}")


@handler("pagecache.clear")
def replace_generation_later():
    """Clear again what could not be cleared at once; raises RedisError while Redis is still away."""
    cache.set(GENERATION, uuid4().hex, None)


@dataclass(frozen=True, slots=True)
class Entry:
    """One kept answer."""

    generation: str
    expires_at: float  # Unix time
    headers: tuple
    content: bytes

    def response(self, request):
        """Build the answer again; 304 when the visitor already has it."""
        response = HttpResponse(self.content)
        response.headers._store.update((name.lower(), (name, value)) for name, value in self.headers)
        if not CONDITIONS.isdisjoint(request.META):
            changed_at = parse_http_date_safe(response.get("Last-Modified", ""))
            return get_conditional_response(
                request, etag=response.headers.get("ETag"), last_modified=changed_at, response=response
            )
        return response


class PageCacheMiddleware:
    """Answer from the cache where that is safe, and keep what may be kept."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Look up, else render and store."""
        if not is_cacheable_request(request):
            return self.get_response(request)
        key = page_key(request)
        try:
            known = cache.get_many([GENERATION, key])
        except RedisError:
            log.exception("pagecache_unavailable")
            return self.get_response(request)
        generation, entry = known.get(GENERATION), known.get(key)
        if entry is not None and entry.generation == generation and entry.expires_at > time.time():
            return entry.response(request)
        response = self.get_response(request)
        if is_cacheable_response(request, response):
            patch_cache_control(response, no_cache=True)
            if request.method == "GET":
                _store(key, generation, response)
        return response


def is_cacheable_request(request):
    """Say whether the answer to this request may come from the cache: anonymous, public, of known parameters."""
    return (
        request.method in ("GET", "HEAD")
        and settings.PAGE_CACHE_SECONDS > 0
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "HTTP_AUTHORIZATION" not in request.META
        and request.get_host().partition(":")[0] == settings.SITE_HOST
        and not request.path_info.startswith(settings.PAGE_CACHE_EXCLUDED_PATHS)
        and settings.PAGE_CACHE_QUERY_PARAMETERS.issuperset(request.GET)
    )


def is_cacheable_response(request, response):
    """Say whether this answer is the same for every visitor without a session."""
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not response.has_header("Content-Disposition")
        and "Cache-Control" not in response.headers
        and getattr(request, "session", None) is not None
        and request.session.is_empty()
    )


def page_key(request):
    """Return the key of an answer: its host with port, address and parameters."""
    named = f"{request.get_host()}|{request.scheme}|{request.get_full_path()}"
    return f"page:{blake2b(named.encode(), digest_size=16).hexdigest()}"


def _store(key, generation, response):
    now = time.time()
    try:
        if generation is None:
            generation = cache.get_or_set(GENERATION, lambda: uuid4().hex, None)
        expires_at = min(now + settings.PAGE_CACHE_SECONDS, _next_boundary(generation))
        headers = tuple((name, value) for name, value in response.items() if name.lower() not in UNCACHED_HEADERS)
        cache.set(key, Entry(generation, expires_at, headers, response.content), settings.PAGE_CACHE_SECONDS)
    except RedisError:
        log.exception("pagecache_not_stored")


def _next_boundary(generation):
    """Return the Unix time of the next change by the clock; asked of the apps once per generation and boundary."""
    known = cache.get(BOUNDARY)
    if known is not None and known[0] == generation and known[1] > time.time():
        return known[1]
    now = timezone.now()
    moments = [moment for function in _boundaries if (moment := function(now)) is not None]
    boundary = min((moment.timestamp() for moment in moments), default=now.timestamp() + settings.PAGE_CACHE_SECONDS)
    cache.set(BOUNDARY, (generation, boundary), settings.PAGE_CACHE_SECONDS)
    return boundary
