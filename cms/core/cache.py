"""Django's Redis cache with its client kept between calls.

As shipped, every cache operation builds a new ``redis.Redis`` object, which costs
more than asking Redis; the object is thread-safe and may live as long as its pool.
"""

from django.core.cache.backends import redis


class RedisCacheClient(redis.RedisCacheClient):
    """Makes one ``redis.Redis`` per connection pool."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._clients = {}

    def get_client(self, key=None, *, write=False):
        """Return the client of the pool that serves this key."""
        pool = self._get_connection_pool(write)
        if pool not in self._clients:
            self._clients[pool] = self._client(connection_pool=pool)
        return self._clients[pool]


class RedisCache(redis.RedisCache):
    """The cache backend for ``CACHES``."""

    def __init__(self, server, params):
        super().__init__(server, params)
        self._class = RedisCacheClient
