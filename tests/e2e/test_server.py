"""script/server as a person runs it: everything comes up, and Ctrl-C leaves nothing behind."""

import json
import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil
import psycopg
import pytest
from django.conf import settings

SCRIPT = settings.BASE_DIR / "script/server"


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def var_dir():
    """Apart from pytest's own folders: PostgreSQL, which refuses to be root, must be able to enter."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "var"


def environment(var_dir, port):
    """As in a shell of its own: nothing of the test run's services and settings."""
    inherited = {name: value for name, value in os.environ.items() if name not in CLEARED}
    return inherited | {"VAR_DIR": str(var_dir), "PORT": str(port), "BOOTSTRAPPED": "yes"}


CLEARED = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "SITE_HOST", "LK_HOST", "HOST_SCHEME", "HOST_PORT"}


def get(port, host, path):
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": host})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.read().decode()


def eventually(condition, *, seconds):
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.2)
    return value


def answers(server, port):
    assert server.poll() is None, "script/server ended"
    try:
        return get(port, "np-ss.localhost", "/healthz")
    except (urllib.error.URLError, OSError):
        return None


def processes_of(server, var_dir):
    """Every process that the server started: its descendants and the services on its folder."""
    descendants = psutil.Process(server.pid).children(recursive=True)
    services = [process for process in psutil.process_iter(["cmdline"]) if str(var_dir) in str(process.info["cmdline"])]
    return {*descendants, *services}


def test_server_runs_both_hosts_worker_and_beat_until_ctrl_c(tmp_path, var_dir, free_port):
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen([SCRIPT], env=environment(var_dir, free_port), stdout=log, stderr=log)
    try:
        eventually(lambda: answers(server, free_port), seconds=400)
        assert "<html" in get(free_port, "np-ss.localhost", "/")
        ready = json.loads(get(free_port, "lk.np-ss.localhost", "/readyz"))
        assert set(ready.values()) == {"ok"}

        with psycopg.connect(
            f"postgresql://postgres@/postgres?host={var_dir / 'postgres'}", autocommit=True
        ) as database:
            # Nobody but beat wakes the worker for a row that comes in like this.
            database.execute(
                "INSERT INTO outbox_outboxmessage"
                " (handler, payload, key, created_at, available_at, attempts, last_error)"
                " VALUES ('pagecache.clear', '{}', 'proof', now(), now(), 0, '')"
            )
            done = "SELECT 1 FROM outbox_outboxmessage WHERE key = 'proof' AND done_at IS NOT NULL"
            eventually(lambda: database.execute(done).fetchone(), seconds=60)

        started = processes_of(server, var_dir)
        names = {process.name() for process in started}
        assert {"postgres", "redis-server"} <= names
        server.send_signal(signal.SIGINT)
        assert server.wait(30) == 130
        _gone, left = psutil.wait_procs(started, timeout=30)
        assert [process for process in left if process.status() != psutil.STATUS_ZOMBIE] == []
    finally:
        if server.poll() is None:
            server.terminate()
            server.wait(30)
    printed = (tmp_path / "log").read_text()
    assert f"http://np-ss.localhost:{free_port}/" in printed
    assert f"http://lk.np-ss.localhost:{free_port}/" in printed
    assert "member@example.com" in printed


def test_server_says_that_its_port_is_taken(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        run = subprocess.run(
            [SCRIPT], env=environment(tmp_path, port), capture_output=True, text=True, timeout=60, check=False
        )
    assert run.returncode == 1
    assert f"Port {port} cannot be used" in run.stderr
    assert "Traceback" not in run.stderr
