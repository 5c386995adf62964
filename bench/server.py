"""A granian on loopback that lives as long as a with-block."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.memory import most_held

WORKERS = 2


@dataclass(frozen=True)
class Served:
    """A server that runs: its address, and what its workers hold."""

    address: str
    process: int

    def forget_memory(self):
        """Count the most memory that was held from now on."""
        for worker in self._workers():
            Path(f"/proc/{worker}/clear_refs").write_text("5")

    def most_memory(self):
        """Return the most megabytes that a worker has held (its peak of RSS)."""
        return max(map(most_held, self._workers())) // 1024

    def _workers(self):
        return [child.pid for child in psutil.Process(self.process).children(recursive=True)]


def free_port():
    """Return a port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def serve(application, **environment):
    """Serve the WSGI ``application`` with two workers; yield it as :class:`Served`; end it and its workers.

    Raises RuntimeError when it does not listen within 60 seconds.
    """
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--no-ws"]
    command += ["--workers", str(WORKERS), "--blocking-threads", "1", "--log-level", "warning", application]
    process = subprocess.Popen(command, env=os.environ | environment)  # noqa: S603 - our own words
    try:
        _wait_until_listening(port, process)
        yield Served(f"http://127.0.0.1:{port}", process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _wait_until_listening(port, process):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")
