"""The status as JSON, for monitoring. Its fields are a contract, see docs/outages.md."""

from django.utils import timezone

from home.outages import queries, services
from home.outages.models.notice import Effect

FRESH_SECONDS = 60  # how long a reader may keep the answer when nothing changes by the clock
OPERATIONAL = "operational"
SEVERITY = [OPERATIONAL, Effect.DEGRADED.value, Effect.SUSPENDED.value]


def report():
    """Return the state of every service now, the worst of them as ``status``, and the notices behind it."""
    now = timezone.now()
    running, upcoming = queries.running(now), queries.upcoming(now)
    states = [_service(code, title, running) for code, title in services.choices()]
    return {
        "status": max((state["status"] for state in states), key=SEVERITY.index),
        "checked_at": _moment(now),
        "services": states,
        "notices": [_notice(notice, now) for notice in running + upcoming],
    }


def seconds_fresh():
    """Return how long the answer holds: a minute, less when a notice changes its phase before."""
    now = timezone.now()
    boundary = queries.next_boundary(now)
    return FRESH_SECONDS if boundary is None else min(FRESH_SECONDS, int((boundary - now).total_seconds()))


def _service(code, title, running):
    effects = [notice.effect for notice in running if code in notice.services]
    return {"code": code, "title": title, "status": max(effects, key=SEVERITY.index, default=OPERATIONAL)}


def _notice(notice, now):
    return {
        "id": notice.pk,
        "title": notice.title,
        "url": notice.full_url,
        "kind": notice.kind,
        "effect": notice.effect,
        "phase": notice.phase_at(now).value,
        "services": notice.services,
        "starts_at": _moment(notice.starts_at),
        "ends_at": _moment(notice.ends_at),
        "changed_at": _moment(notice.changed_at),
    }


def _moment(value):
    return timezone.localtime(value).isoformat(timespec="seconds") if value else None
