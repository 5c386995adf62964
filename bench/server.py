"""A granian on loopback that lives as long as a with-block."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time

WORKERS = 2


def free_port():
    """Return a port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def serve(application, **environment):
    """Serve the WSGI ``application`` with two workers; yield its address; end it and its workers.

    Raises RuntimeError when it does not listen within 60 seconds.
    """
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--no-ws"]
    command += ["--workers", str(WORKERS), "--blocking-threads", "1", "--log-level", "warning", application]
    process = subprocess.Popen(command, env=os.environ | environment)  # noqa: S603 - our own words
    try:
        _wait_until_listening(port, process)
        yield f"http://127.0.0.1:{port}"
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
