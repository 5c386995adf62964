"""Named points at which the tests of faults end a process or hold it, see docs/decisions/0015.

Everywhere else ``FAULTS_DIR`` is None, which no environment changes, and a point is one comparison.
A test arms a point by a file of its name in that folder, whose text says what happens there, once, to the
process that comes first: ``kill``, ``hold`` (until the file ``<name>.held`` is gone) or ``full`` (no space left).
"""

import errno
import os
import signal
import time

from django.conf import settings

HOLDS_AT_MOST = 120  # seconds


def reach(name):
    """Come to the point ``name``. Raises OSError, ends or holds the process when a test of faults says so."""
    if settings.FAULTS_DIR is not None:
        _meet(settings.FAULTS_DIR / name)


def _meet(armed):
    held = armed.with_name(f"{armed.name}.held")
    try:
        armed.rename(held)  # one process only
    except FileNotFoundError:
        return
    what = held.read_text()
    if what == "hold":
        _hold(held)
        return
    held.unlink()
    if what == "full":
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    os.kill(os.getpid(), signal.SIGKILL)


def _hold(held):
    until = time.monotonic() + HOLDS_AT_MOST
    while held.exists() and time.monotonic() < until:
        time.sleep(0.01)
