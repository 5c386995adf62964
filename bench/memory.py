"""The most memory that a process has held, as Linux tells it."""

import contextlib
import re
import threading
from pathlib import Path

import psutil

MOST_HELD = re.compile(r"^VmHWM:\s+(\d+) kB$", re.MULTILINE)
EVERY = 0.05  # seconds


def most_held(process):
    """Return the peak of RSS of ``process`` (its id) in KB; 0 where it has ended."""
    try:
        found = MOST_HELD.search(Path(f"/proc/{process}/status").read_text())
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(found[1]) if found else 0  # a process that has ended and was not waited for has none


class Watch:
    """Looks at processes that this one starts inside the ``with``-block and are called ``name``."""

    def __init__(self, name):
        self.name, self.most_kb = name, 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *error):
        self._over.set()
        self._thread.join()

    def _look(self):
        while not self._over.wait(EVERY):
            for child in psutil.Process().children(recursive=True):
                with contextlib.suppress(psutil.NoSuchProcess):
                    if child.name() == self.name:
                        self.most_kb = max(self.most_kb, most_held(child.pid))
