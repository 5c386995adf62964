"""script/server as a person runs it: twice, beside another, and Ctrl-C leaves nothing behind."""

import json
import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

import psutil
import psycopg
import pytest
from django.conf import settings

SCRIPT = settings.BASE_DIR / "script/server"
CLEARED = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "SITE_HOST", "LK_HOST", "HOST_SCHEME", "HOST_PORT"}
FIRST_START = 400  # seconds, with the demonstration, on a machine that does ten things at once
NEXT_START = 120
#: Whoever wants the network finds a proxy that is not there.
OFFLINE = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:1")
INSTALLERS = ("apt-get", "npm", "pip")


class Server:
    """script/server in a session of its own, as in a terminal of its own."""

    def __init__(self, var_dir, log, **environment):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.var_dir, self.log = var_dir, log
        inherited = {name: value for name, value in os.environ.items() if name not in CLEARED}
        own = {"VAR_DIR": str(var_dir), "PORT": str(self.port), "BOOTSTRAPPED": "yes"}
        with log.open("a") as output:
            self.process = subprocess.Popen(
                [SCRIPT], env=inherited | own | environment, stdout=output, stderr=output, start_new_session=True
            )

    def get(self, host, path):
        """Return what a page of the host says."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers={"Host": host})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read().decode()

    def is_announced(self):
        """Whether it has printed that the site answers, and where."""
        assert self.process.poll() is None, self.log.read_text()
        return "Ctrl-C stops everything." in self.log.read_text()

    def wait_until_up(self, *, seconds):
        """Wait, and print how long it took: visible with ``pytest -rP``."""
        started = time.monotonic()
        eventually(self.is_announced, seconds=seconds)
        print(f"up after {time.monotonic() - started:.1f} s")

    def processes(self):
        """Every process that it started: its descendants and the services on its folder."""
        descendants = psutil.Process(self.process.pid).children(recursive=True)
        services = [
            process for process in psutil.process_iter(["cmdline"]) if str(self.var_dir) in str(process.info["cmdline"])
        ]
        return {*descendants, *services}

    def press_ctrl_c(self):
        """Send what a terminal sends to all that runs in it; return what is left of the processes."""
        started = self.processes()
        os.killpg(self.process.pid, signal.SIGINT)
        assert self.process.wait(60) == 130
        _gone, left = psutil.wait_procs(started, timeout=60)
        return [process for process in left if process.status() != psutil.STATUS_ZOMBIE]

    def end(self):
        """Stop it after a failed test."""
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)


def eventually(condition, *, seconds):
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.2)
    return value


@pytest.fixture
def start(tmp_path):
    """``start(var_dir)``: a server on that folder, stopped when the test ends."""
    servers = []

    def start(var_dir, **environment):
        server = Server(var_dir, tmp_path / f"log-{len(servers)}", **environment)
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.end()


@pytest.fixture
def folder():
    """Apart from pytest's own folders: PostgreSQL, which refuses to be root, must be able to enter."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.fixture
def offline(tmp_path):
    """An environment that has no network, and in which every installer notes that it was asked."""
    for name in INSTALLERS:
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f'#!/bin/sh\necho {name} "$@" >> {tmp_path / "installing"}\nexit 100\n')
        program.chmod(0o755)
    (tmp_path / "installing").touch()
    return OFFLINE | {"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "BOOTSTRAPPED": ""}


def test_server_runs_until_ctrl_c_then_again_without_a_network_and_beside_another(folder, start, offline, tmp_path):
    first = start(folder / "var")
    first.wait_until_up(seconds=FIRST_START)
    assert_everything_runs(first)
    assert {"postgres", "redis-server"} <= {process.name() for process in first.processes()}
    assert first.press_ctrl_c() == []

    subprocess.run(["cp", "-a", folder / "var", folder / "second"], check=True)  # a folder with its demonstration
    again, beside = start(folder / "var", **offline), start(folder / "second")
    again.wait_until_up(seconds=NEXT_START)
    beside.wait_until_up(seconds=NEXT_START)
    printed = again.log.read_text()
    assert "Готово: демонстрационные данные загружены" not in printed
    assert (tmp_path / "installing").read_text() == ""
    assert_everything_runs(again)

    neighbours = beside.processes()
    assert not neighbours & again.processes()
    assert again.press_ctrl_c() == []
    assert all(process.is_running() for process in neighbours)
    assert_everything_runs(beside)
    assert beside.press_ctrl_c() == []

    for server in (first, again, beside):
        printed = server.log.read_text()
        assert f"http://np-ss.localhost:{server.port}/" in printed
        assert f"http://lk.np-ss.localhost:{server.port}/" in printed
        assert "member@example.com" in printed


def assert_everything_runs(server):
    """Both hosts answer, and beat wakes the worker."""
    assert "<html" in server.get("np-ss.localhost", "/")
    assert set(json.loads(server.get("lk.np-ss.localhost", "/readyz")).values()) == {"ok"}
    address = f"postgresql://postgres@/postgres?host={server.var_dir / 'postgres'}"
    key = f"proof-{server.port}"
    with psycopg.connect(address, autocommit=True) as database:
        # Nobody but beat wakes the worker for a row that comes in like this.
        database.execute(
            "INSERT INTO outbox_outboxmessage"
            " (handler, payload, key, created_at, available_at, attempts, last_error)"
            " VALUES ('pagecache.clear', '{}', %s, now(), now(), 0, '')",
            [key],
        )
        done = "SELECT 1 FROM outbox_outboxmessage WHERE key = %s AND done_at IS NOT NULL"
        eventually(lambda: database.execute(done, [key]).fetchone(), seconds=60)


def test_server_says_that_its_port_is_taken(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        environment = os.environ | {"VAR_DIR": str(tmp_path), "PORT": str(port), "BOOTSTRAPPED": "yes"}
        run = subprocess.run([SCRIPT], env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 1
    assert f"Port {port} cannot be used" in run.stderr
    assert "Traceback" not in run.stderr
