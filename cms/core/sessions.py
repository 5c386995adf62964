"""Sessions in the cache, each bound to the host that made it.

np-ss.org is the parent domain of lk.np-ss.org, and one process serves both: a
session id that leaks from one host must open nothing on the other. The host is
part of the cache key, so there is no such session there.

Beside a signed-in session the cache holds a *mark* under the id of the sign-in that
began it: when the session was last used, and the hash that ties it to the password.
Taking the mark away ends the session at its next request, and the id of a sign-in,
unlike the session's key, may be shown: it opens nothing.
"""

import time

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.backends.cache import SessionStore as CacheSessionStore
from django.core.cache import caches

SIGN_IN = "sign_in"  # in the session: the id of the sign-in that began it
MARK_SPARE = 60  # seconds that a mark outlives the longest idle time-out


class SessionStore(CacheSessionStore):
    """A session store that finds only the sessions of its own host."""

    def __init__(self, session_key=None, host=""):
        self.host = host
        self.cache_key_prefix = f"session:{host}:"
        super().__init__(session_key)

    def flush(self):
        """Forget the session and its mark."""
        sign_in = self.get(SIGN_IN)
        super().flush()
        if sign_in:
            close([sign_in])


def mark(session, sign_in=None):
    """Note that ``session`` is in use now; ``sign_in`` is the id of the sign-in that begins it."""
    if sign_in:
        session[SIGN_IN] = str(sign_in)
    seen = int(time.time()), session.get(HASH_SESSION_KEY)
    caches[settings.SESSION_CACHE_ALIAS].set(
        _key(session[SIGN_IN]), seen, max(settings.IDLE_TIMEOUT.values()) + MARK_SPARE
    )


def is_marked(session):
    """Say whether nobody has ended this signed-in session from elsewhere."""
    return SIGN_IN in session and _key(session[SIGN_IN]) in caches[settings.SESSION_CACHE_ALIAS]


def marks(sign_ins):
    """Return (Unix time of the last use, session hash) by the id of each of ``sign_ins`` that is marked."""
    keys = {_key(sign_in): str(sign_in) for sign_in in sign_ins}
    found = caches[settings.SESSION_CACHE_ALIAS].get_many(keys)
    return {keys[key]: value for key, value in found.items()}


def close(sign_ins):
    """End, at their next request, the sessions that these sign-ins began."""
    caches[settings.SESSION_CACHE_ALIAS].delete_many([_key(sign_in) for sign_in in sign_ins])


def _key(sign_in):
    return f"session-mark:{sign_in}"
