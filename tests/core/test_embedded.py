"""The embedded servers live as long as somebody uses them, however their users end."""

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from django.conf import settings

USER = """
import sys
from pathlib import Path
from cms import embedded
embedded.provide(Path(sys.argv[1]), durable=False)
print("ready", flush=True)
sys.stdin.readline()
"""


@pytest.fixture(params=["var", "d" * 100], ids=["folder", "folder too deep for a socket"])
def var_dir(request):
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder).resolve() / request.param


@pytest.fixture
def come_in(var_dir):
    """Start a process that uses the servers on ``var_dir``; it leaves when its input is closed."""
    users = []

    def start():
        environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
        user = subprocess.Popen(
            [sys.executable, "-c", USER, str(var_dir)],
            cwd=settings.BASE_DIR,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        users.append(user)
        assert user.stdout.readline() == "ready\n"
        return user

    yield start
    for user in users:
        user.communicate()


def servers(var_dir):
    """The running servers on ``var_dir``: PostgreSQL by its data folder, Redis by its pid's working folder."""
    running = []
    for process in psutil.process_iter(["name", "cmdline"]):
        with suppress(psutil.Error):  # it ended while we look, or waits only for its parent to notice
            if process.info["name"] == "postgres" and str(var_dir / "postgres") in (process.info["cmdline"] or []):
                running.append("postgres")
            if process.info["name"] == "redis-server" and process.cwd() == str(var_dir / "redis"):
                running.append("redis")
    return sorted(running)


def test_servers_stop_with_their_last_user(var_dir, come_in):
    first, second = come_in(), come_in()
    first.communicate()
    assert servers(var_dir) == ["postgres", "redis"]
    second.communicate()
    assert servers(var_dir) == []


def test_a_killed_user_is_not_counted_for_ever(var_dir, come_in):
    killed, orderly = come_in(), come_in()
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert servers(var_dir) == ["postgres", "redis"]
    orderly.communicate()
    assert servers(var_dir) == []


def test_servers_left_behind_are_used_and_then_stopped(var_dir, come_in):
    killed = come_in()
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert servers(var_dir) == ["postgres", "redis"]
    come_in().communicate()
    assert servers(var_dir) == []
