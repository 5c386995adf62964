"""Sessions in the cache, each bound to the host that made it.

np-ss.org is the parent domain of lk.np-ss.org, and one process serves both: a
session id that leaks from one host must open nothing on the other. The host is
part of the cache key, so there is no such session there.
"""

from django.contrib.sessions.backends.cache import SessionStore as CacheSessionStore


class SessionStore(CacheSessionStore):
    """A session store that finds only the sessions of its own host."""

    def __init__(self, session_key=None, host=""):
        self.cache_key_prefix = f"session:{host}:"
        super().__init__(session_key)
