"""How often something may be asked for."""

import structlog
from django.core.cache import cache
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)


def within_limit(name, limit, seconds):
    """Count one more use of ``name`` and say whether it is within ``limit`` uses per ``seconds``.

    The count starts anew ``seconds`` after its first use. With the cache away nothing is refused.
    """
    key = f"throttle:{name}"
    try:
        cache.add(key, 0, seconds)
        return cache.incr(key) <= limit
    except ValueError:  # it ran out between the two
        return True
    except RedisError:
        log.exception("throttle_unavailable")
        return True
