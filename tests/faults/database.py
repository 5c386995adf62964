"""PostgreSQL of the soak's own, which may be killed and frozen; the tests share theirs with other tests."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import psycopg

from cms import embedded

PROVIDE = "import sys; from pathlib import Path; from cms import embedded; embedded.provide(Path(sys.argv[1]))"
NAME = "faults"


class DatabaseServer:
    """The embedded server on a folder, as development has it: what is committed is on the disk."""

    def __init__(self, folder):
        self.folder = folder
        os.environ["REDIS_URL"] = "unused"  # the site has two of its own
        embedded.provide(folder)  # holds the server until this process ends
        server = urlsplit(os.environ["DATABASE_URL"])
        with psycopg.connect(server.geturl(), autocommit=True) as database:
            database.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
            database.execute(f"CREATE DATABASE {NAME}")
        self.url = server._replace(path=f"/{NAME}").geturl()

    def kill(self):
        """Kill the server with all its processes at once: nothing is written any more."""
        family = self._family()
        for process in family:
            process.kill()
        psutil.wait_procs(family, timeout=60)

    def start(self):
        """Start it again: it finds in its journal what was committed."""
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        subprocess.run([sys.executable, "-c", PROVIDE, self.folder], env=environment, check=True)

    def freeze(self):
        """Make it hang."""
        self._signal(signal.SIGSTOP)

    def resume(self):
        """Let it go on."""
        self._signal(signal.SIGCONT)

    def _signal(self, what):
        for process in self._family():
            process.send_signal(what)

    def _family(self):
        pid = int((Path(self.folder) / "postgres/postmaster.pid").read_text().split()[0])
        parent = psutil.Process(pid)
        return [parent, *parent.children(recursive=True)]
