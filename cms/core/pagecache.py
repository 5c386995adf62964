"""Whole public pages kept in Redis for visitors without a session.

What makes a kept page stop being true, and how each is met:

* somebody changes something: the *generation*, a random token, is replaced after
  the commit, and entries of another generation are never served;
* time passes (an outage begins, an edition takes effect): apps register the next
  such moment with :func:`register_boundary`, or the next such day with
  :func:`register_days`, and no entry outlives it;
* a rendering began before a change and is stored after it: an entry carries the
  generation that was read *before* rendering, so it is dead on arrival.

The answer to a hit is given before Django sees the request (:class:`CachedPages`,
in ``cms.wsgi``); what may be kept is decided where the session and the cookies are
known (:class:`PageCacheMiddleware`). With Redis away every page is rendered.

Parts that are the same for everybody (:func:`remembered`, ``{% remember %}``) live
under the same generation, so a page that has to be rendered is put together of them.
"""

import pickle
import time
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from urllib.parse import urlencode
from uuid import uuid4

import structlog
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.http import HttpResponse
from django.http.cookie import parse_cookie
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags, parse_http_date_safe
from redis.exceptions import RedisError

from cms.core import appearance, request_memory
from cms.outbox.domain import enqueue
from cms.outbox.handlers import handler

GENERATION = "page:generation"
BOUNDARY = "page:boundary"
LOOKED_UP = "pagecache.generation"  # in the WSGI environ: a miss is not looked up twice
UNCACHED_HEADERS = frozenset({"x-request-id"})
CONTENT_HEADERS = frozenset({"content-encoding", "content-language", "content-length", "content-type"})  # not of a 304
LOCAL_ENTRIES = 256
LOCAL_PARTS = 1024
REMEMBERED_SECONDS = 600  # parts of pages; kept also where whole pages are not

log = structlog.get_logger(__name__)

_boundaries = []
_days = []
_parts = {}  # of this process


def register_boundary(function):
    """Add ``function(now) -> datetime | None``: the next moment when public pages change by the clock."""
    if function not in _boundaries:
        _boundaries.append(function)
    return function


def register_days(function):
    """Add ``function(today) -> querysets``, of one date each: the next day with which public pages change.

    The days of all apps are asked for at once, with one query; they begin at midnight in Moscow.
    """
    if function not in _days:
        _days.append(function)
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
    request_memory.forget(GENERATION)
    try:
        cache.set(GENERATION, uuid4().hex, None)
    except RedisError:
        log.exception("pagecache_clear_postponed")
        enqueue("pagecache.clear", key=f"pagecache.clear:{uuid4().hex}")


@handler("pagecache.clear")
def replace_generation_later():
    """Clear again what could not be cleared at once; raises RedisError while Redis is still away."""
    cache.set(GENERATION, uuid4().hex, None)


def current_generation():
    """Return the generation, asked once in a request: its parts are all of one time. Raises RedisError."""
    return request_memory.once(GENERATION, lambda: cache.get(GENERATION) or _first_generation())


@dataclass(frozen=True, slots=True)
class Part:
    """A remembered part of pages."""

    generation: str
    expires_at: float  # Unix time
    pickled: bytes | None  # of what each caller gets a copy of its own
    value: object = None  # what all callers share

    def is_true(self, generation):
        """Say whether nothing has changed since the part was made."""
        return self.generation == generation and self.expires_at > time.time()

    def give(self):
        """Return the value, or a copy of it."""
        return self.value if self.pickled is None else pickle.loads(self.pickled)  # noqa: S301 - our own


def remembered(name, read, *, by_the_clock=False, copied=False):
    """Return ``read()``, remembered until public pages change; ``read`` must depend on nothing but the database.

    With ``by_the_clock`` it depends on the time as well and is forgotten at the next registered boundary.
    All callers in a process share one value and leave it as it is; with ``copied`` each gets its own.
    None is not remembered: addresses that lead nowhere are without number.
    """
    key = f"part:{blake2b(name.encode(), digest_size=16).hexdigest()}"
    try:
        generation = current_generation()
        part = _parts.get(name)
        if part is None or not part.is_true(generation):
            part = cache.get(key)
        if part is not None and part.is_true(generation):
            _keep_here(name, part)
            return part.give()
        expires_at = time.time() + REMEMBERED_SECONDS
        if by_the_clock:
            expires_at = min(expires_at, _next_boundary(generation))
    except RedisError:
        log.exception("pagecache_unavailable")
        return read()
    value = read()
    if value is None:
        return None
    part = Part(generation, expires_at, pickle.dumps(value)) if copied else Part(generation, expires_at, None, value)
    try:
        cache.set(key, part, REMEMBERED_SECONDS)
        _keep_here(name, part)
    except RedisError:
        log.exception("pagecache_not_stored")
    return value


def _keep_here(name, part):
    if len(_parts) >= LOCAL_PARTS:
        _parts.clear()
    _parts[name] = part


@dataclass(frozen=True, slots=True)
class Entry:
    """One kept answer."""

    generation: str
    expires_at: float  # Unix time
    headers: tuple
    etag: str
    last_modified: int | None  # Unix time
    content: bytes

    def is_true(self, generation):
        """Say whether nothing has changed since the page was rendered."""
        return self.generation == generation and self.expires_at > time.time()

    def answer(self, environ):
        """Return status line, headers and body: 304 when the visitor already has the page, no body to HEAD."""
        if self._is_known_to(environ):
            headers = [(name, value) for name, value in self.headers if name.lower() not in CONTENT_HEADERS]
            return "304 Not Modified", headers, b""
        return "200 OK", list(self.headers), b"" if environ["REQUEST_METHOD"] == "HEAD" else self.content

    def _is_known_to(self, environ):
        if "HTTP_IF_NONE_MATCH" in environ:
            known = parse_etags(environ["HTTP_IF_NONE_MATCH"])
            return known == ["*"] or _opaque(self.etag) in map(_opaque, known)
        since = parse_http_date_safe(environ.get("HTTP_IF_MODIFIED_SINCE", ""))
        return since is not None and self.last_modified is not None and self.last_modified <= since


def _opaque(etag):
    """Return the tag without its weakness: RFC 9110 compares If-None-Match weakly, and gzip in nginx weakens."""
    return etag.removeprefix("W/")


class CachedPages:
    """A WSGI application that answers hits itself and leaves the rest to the wrapped one."""

    def __init__(self, application):
        self.application = application
        self.entries = {}

    def __call__(self, environ, start_response):
        """Answer from the cache or pass on."""
        key = page_key(environ)
        entry = self.find(key, environ) if key else None
        if entry is None:
            return self.application(environ, start_response)
        status, headers, content = entry.answer(environ)
        start_response(status, headers)
        return [content]

    def find(self, key, environ):
        """Return the entry of that key, from this process where it is still true there."""
        try:
            generation, entry = current_generation(), self.entries.get(key)
            if entry is None or not entry.is_true(generation):
                entry = cache.get(key)
        except RedisError:
            log.exception("pagecache_unavailable")
            return None
        environ[LOOKED_UP] = generation
        if entry is None or not entry.is_true(generation):
            return None
        if len(self.entries) >= LOCAL_ENTRIES:
            self.entries.clear()
        self.entries[key] = entry
        return entry


class PageCacheMiddleware:
    """Keep what may be kept; look up where no :class:`CachedPages` has done so."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Answer; meanwhile the generation is asked for once at most."""
        with request_memory.request_memory():
            if LOOKED_UP in request.environ:
                request_memory.once(GENERATION, lambda: request.environ[LOOKED_UP])
            return self.answer(request)

    def answer(self, request):
        """Answer from the cache, else render and store."""
        key = page_key(request.environ)
        if key is None:
            return self.get_response(request)
        if LOOKED_UP not in request.environ and (entry := CachedPages(None).find(key, request.environ)):
            status, headers, content = entry.answer(request.environ)
            return HttpResponse(content, headers=dict(headers), status=int(status[:3]))
        response = self.get_response(request)
        if is_cacheable_response(request, response):
            patch_cache_control(response, no_cache=True)
            if request.method == "GET" and LOOKED_UP in request.environ and _is_at_its_address(request):
                _store(key, request.environ[LOOKED_UP], response)
        return response


def _first_generation():
    return cache.get_or_set(GENERATION, lambda: uuid4().hex, None)


def page_key(environ):
    """Return the key of the answer to this request, or None where it may not come from the cache.

    It may for a GET or HEAD of the public host by somebody without a session. Whether the connection
    is secure is part of the key, since plain HTTP is redirected.
    """
    path = environ["PATH_INFO"]
    if (
        environ["REQUEST_METHOD"] not in ("GET", "HEAD")
        or settings.PAGE_CACHE_SECONDS <= 0
        or "HTTP_AUTHORIZATION" in environ
        or environ.get("HTTP_HOST", "") != settings.SITE_NETLOC
        or path.startswith(settings.PAGE_CACHE_EXCLUDED_PATHS)
    ):
        return None
    cookies = parse_cookie(environ.get("HTTP_COOKIE", ""))
    if settings.SESSION_COOKIE_NAME in cookies:
        return None
    is_secure = environ.get("HTTP_X_FORWARDED_PROTO", environ["wsgi.url_scheme"]) == "https"
    query = environ.get("QUERY_STRING", "")
    named = repr((is_secure, path, query, appearance.variant(cookies)))  # no part can run into the next
    return f"page:{blake2b(named.encode(), digest_size=16).hexdigest()}"


def keep_at(request, path, **parameters):
    """Name the one address at which the answer to ``request`` may be kept; all others that lead to it are not.

    A page says so when parts of its address are values: many spellings, and many values that change nothing,
    lead to the same page, and each would fill the cache. ``parameters`` are those that change the page, as the
    page understood them and in the order in which its links name them; None is not in the address. A page that
    says nothing is kept without parameters only.
    """
    request.kept_at = path, urlencode({name: value for name, value in parameters.items() if value is not None})


def _is_at_its_address(request):
    asked = request.path, request.environ.get("QUERY_STRING", "")
    return asked == getattr(request, "kept_at", (request.path, ""))


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


def _store(key, generation, response):
    now = time.time()
    try:
        expires_at = min(now + settings.PAGE_CACHE_SECONDS, _next_boundary(generation))
        headers = tuple((name, value) for name, value in response.items() if name.lower() not in UNCACHED_HEADERS)
        changed_at = parse_http_date_safe(response.headers.get("Last-Modified", ""))
        etag = response.headers.get("ETag", "")
        entry = Entry(generation, expires_at, headers, etag, changed_at, response.content)
        if _has_room(len(response.content), now):
            cache.set(key, entry, settings.PAGE_CACHE_SECONDS)
    except RedisError:
        log.exception("pagecache_not_stored")


def _has_room(size, now):
    """Count ``size`` bytes in; say whether what is stored in this span of PAGE_CACHE_SECONDS may still grow by them.

    An entry outlives its span by one at most, so pages never hold more than twice PAGE_CACHE_BYTES.
    """
    span = f"page:bytes:{now // settings.PAGE_CACHE_SECONDS:.0f}"
    cache.add(span, 0, 2 * settings.PAGE_CACHE_SECONDS)
    return cache.incr(span, size) <= settings.PAGE_CACHE_BYTES


def _next_boundary(generation):
    """Return the Unix time of the next change by the clock; asked of the apps once per generation and boundary."""
    known = cache.get(BOUNDARY)
    if known is not None and known[0] == generation and known[1] > time.time():
        return known[1]
    now = timezone.now()
    moments = [moment for function in _boundaries if (moment := function(now)) is not None] + _coming_midnights(now)
    asked_for = max(settings.PAGE_CACHE_SECONDS, REMEMBERED_SECONDS)
    boundary = min((moment.timestamp() for moment in moments), default=now.timestamp() + asked_for)
    cache.set(BOUNDARY, (generation, boundary), asked_for)
    return boundary


def _coming_midnights(now):
    today = timezone.localdate(now)
    questions = [question for function in _days for question in function(today)]
    days = questions[0].union(*questions[1:], all=True) if questions else ()
    return [timezone.make_aware(datetime.combine(day, datetime.min.time())) for (day,) in days]
