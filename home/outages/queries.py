"""Which notices somebody sees, and when the next one changes its phase.

Banner, gate and cached pages ask on every request, so what has not ended yet is
kept in the cache as rows and sorted by the clock only when asked: a phase ends on
time without anyone's action, and the cache is emptied only when a notice changes.
"""

from datetime import timedelta

import structlog
from django.core.cache import cache
from django.db.models import Q
from django.utils import timezone
from redis.exceptions import RedisError

from cms.core import request_memory
from cms.core.pages import public
from home.outages.models.notice import OutageNotice, Phase

ANNOUNCED_AHEAD = timedelta(hours=48)  # a banner stands on every page so long before the start
CACHE_KEY = "outages:current"
CACHE_SECONDS = 60  # how long a row read just before another process changed it may stay

log = structlog.get_logger(__name__)


def visible():
    """Return every notice that the public may see."""
    return public(OutageNotice.objects.live())


def upcoming(now=None):
    """Return visible notices that have not begun, the nearest first. No query while cached."""
    return _in_phase(Phase.UPCOMING, now or timezone.now())


def running(now=None):
    """Return visible notices that have begun and not ended, the earliest first. No query while cached."""
    return _in_phase(Phase.RUNNING, now or timezone.now())


def completed(now=None):
    """Return visible notices that have ended or were cancelled, the latest first."""
    over = Q(ends_at__lte=now or timezone.now()) | Q(cancelled_at__isnull=False)
    return visible().filter(over).order_by("-starts_at", "-pk")


def not_over_before(moment):
    """Return visible notices, cancelled ones too, that end after ``moment`` or have no end, the earliest first."""
    return visible().filter(Q(ends_at=None) | Q(ends_at__gt=moment)).order_by("starts_at", "pk")


def banner_notices(now=None):
    """Return the notices for the banner: running, or starting within 48 hours. No query while cached."""
    now = now or timezone.now()
    soon = [notice for notice in upcoming(now) if notice.starts_at - ANNOUNCED_AHEAD <= now]
    return running(now) + soon


def suspending(*codes, now=None):
    """Return the running notice that closes one of the services ``codes``, or None. No query while cached.

    Of several the one that ends last, because the service is back only after it.
    """
    now = now or timezone.now()
    closing = [notice for notice in running(now) if notice.is_suspending and set(codes) & set(notice.services)]
    return max(closing, key=lambda notice: (notice.ends_at is None, notice.ends_at or now), default=None)


def next_boundary(now=None):
    """Return when the next notice enters the banner, begins or ends; None when nothing is due."""
    now = now or timezone.now()
    moments = [
        moment
        for notice in _current()
        for moment in (notice.starts_at - ANNOUNCED_AHEAD, notice.starts_at, notice.ends_at)
        if moment and moment > now
    ]
    return min(moments, default=None)


def forget_current():
    """Forget the cached rows: a notice, its visibility or its address has changed."""
    request_memory.forget(CACHE_KEY)
    try:
        cache.delete(CACHE_KEY)
    except RedisError:
        log.exception("outages_cache_not_forgotten", kept_seconds=CACHE_SECONDS)


def _in_phase(phase, now):
    return [notice for notice in _current() if notice.phase_at(now) == phase]


def _current():
    """Return what is not over at the real time; callers may ask for that moment and for later ones."""
    return request_memory.once(CACHE_KEY, _find_current)


def _find_current():
    try:
        notices = cache.get(CACHE_KEY)
        if notices is None:
            notices = _read_current()
            cache.set(CACHE_KEY, notices, CACHE_SECONDS)
    except RedisError:
        log.exception("outages_cache_unavailable")
        return _read_current()
    return notices


def _read_current():
    return list(not_over_before(timezone.now()).filter(cancelled_at=None).prefetch_related("updates"))
