"""Which notices somebody sees, and when the next one changes its phase.

Banner, gate and cached pages ask on every request, so what has not ended yet is
kept in the cache as rows and sorted by the clock only when asked: a phase ends on
time without anyone's action, and the cache is emptied only when a notice changes.
"""

from datetime import timedelta

from django.core.cache import cache
from django.db.models import Q
from django.utils import timezone

from home.outages.models import OutageNotice, Phase

ANNOUNCED_AHEAD = timedelta(hours=48)  # a banner stands on every page so long before the start
CACHE_KEY = "outages:current"
CACHE_SECONDS = 60  # how long a row read just before another process changed it may stay


def visible():
    """Return every notice that the public may see."""
    return OutageNotice.objects.live().public()


def upcoming(now=None):
    """Return visible notices that have not begun, the nearest first."""
    return visible().filter(cancelled_at=None, starts_at__gt=now or timezone.now()).order_by("starts_at", "pk")


def running(now=None):
    """Return visible notices that have begun and not ended, the earliest first."""
    now = now or timezone.now()
    not_ended = Q(ends_at=None) | Q(ends_at__gt=now)
    return visible().filter(not_ended, cancelled_at=None, starts_at__lte=now).order_by("starts_at", "pk")


def completed(now=None):
    """Return visible notices that have ended or were cancelled, the latest first."""
    over = Q(ends_at__lte=now or timezone.now()) | Q(cancelled_at__isnull=False)
    return visible().filter(over).order_by("-starts_at", "-pk")


def banner_notices(now=None):
    """Return the notices for the banner: running, or starting within 48 hours. No query while cached."""
    now = now or timezone.now()
    return [
        notice
        for notice in _current(now)
        if notice.starts_at - ANNOUNCED_AHEAD <= now and notice.phase_at(now) in (Phase.UPCOMING, Phase.RUNNING)
    ]


def suspending(*codes, now=None):
    """Return the running notice that closes one of the services ``codes``, or None. No query while cached.

    Of several the one that ends last, because the service is back only after it.
    """
    now = now or timezone.now()
    closing = [
        notice
        for notice in _current(now)
        if notice.is_suspending and notice.phase_at(now) == Phase.RUNNING and set(codes) & set(notice.services)
    ]
    return max(closing, key=lambda notice: (notice.ends_at is None, notice.ends_at or now), default=None)


def next_boundary(now=None):
    """Return when the next notice enters the banner, begins or ends; None when nothing is due."""
    now = now or timezone.now()
    moments = [
        moment
        for notice in _current(now)
        for moment in (notice.starts_at - ANNOUNCED_AHEAD, notice.starts_at, notice.ends_at)
        if moment and moment > now
    ]
    return min(moments, default=None)


def forget_current():
    """Forget the cached rows: a notice, its visibility or its address has changed."""
    cache.delete(CACHE_KEY)


def _current(now):
    notices = cache.get(CACHE_KEY)
    if notices is None:
        not_ended = Q(ends_at=None) | Q(ends_at__gt=now)
        notices = list(
            visible().filter(not_ended, cancelled_at=None).order_by("starts_at", "pk").prefetch_related("updates")
        )
        cache.set(CACHE_KEY, notices, CACHE_SECONDS)
    return notices
