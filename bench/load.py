"""wrk, and what it says."""

import re
import shutil
import statistics
import subprocess
from dataclasses import dataclass

from django.core.management.base import CommandError

RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
P99 = re.compile(r"99%\s+([\d.]+)(us|ms|s)\b")
UNITS_IN_MS = {"us": 0.001, "ms": 1, "s": 1000}


@dataclass
class Measured:
    """The median of several rounds."""

    rate: float  # requests a second
    p99: float  # milliseconds


def measure(address, headers, *, rounds=3, seconds=4, connections=8):
    """Load ``address`` with wrk and return what was :class:`Measured`.

    Raises CommandError when wrk is missing or any answer was not a success: a fast error is no result.
    """
    if not shutil.which("wrk"):
        raise CommandError("Для замеров нужна программа wrk: apt-get install wrk.")
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
    command += [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    outputs = [_run([*command, address]) for _round in range(rounds)]
    return Measured(
        rate=statistics.median(float(RATE.search(output)[1]) for output in outputs),
        p99=statistics.median(_milliseconds(P99.search(output)) for output in outputs),
    )


def _run(command):
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own words
    if "Non-2xx" in output or "Socket errors" in output:
        raise CommandError(f"Не все ответы успешны:\n{output}")
    return output


def _milliseconds(match):
    return float(match[1]) * UNITS_IN_MS[match[2]]
