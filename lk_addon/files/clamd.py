"""Asking clamd about a file: the INSTREAM command of its protocol, over a socket.

See clamd(8). Whatever is not plainly «OK» or «FOUND» raises: a doubt is never a clean file.
"""

import re
import socket
import struct
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlsplit

TIMEOUT = 60  # seconds without a byte moving
PATIENCE = 5  # seconds for a word from one that lives; others would wait behind a file that cannot be scanned
BLOCK = 256 * 1024
ANSWER = 4096  # bytes; an answer is one short line
FOUND = re.compile(rb"stream: (.+) FOUND")


class NotScannedError(Exception):
    """The scanner is away, has hung, or answered what is no verdict."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What clamd found: the signature's name, empty where nothing was found."""

    found: str = ""

    @property
    def is_clean(self):
        """Whether nothing was found."""
        return not self.found

    @property
    def is_beyond_limits(self):
        """Whether all that was found is that the file is too big or too deep to be looked at (AlertExceedsMax)."""
        return self.found.startswith("Heuristics.Limits.Exceeded")


def scan(file, address):
    """Send ``file`` (open for reading bytes) to clamd at ``address``, a path or ``tcp://host:port``.

    Returns a :class:`Verdict`. Raises NotScannedError.
    """
    try:
        _demand_alive(address)
        with closing(_connected(address, TIMEOUT)) as connection:
            connection.sendall(b"zINSTREAM\0")
            while block := file.read(BLOCK):
                connection.sendall(struct.pack("!I", len(block)) + block)
            connection.sendall(struct.pack("!I", 0))
            return _verdict(_answer(connection))
    except OSError as error:
        raise NotScannedError(f"clamd: {type(error).__name__}") from error


def _demand_alive(address):
    with closing(_connected(address, PATIENCE)) as connection:
        connection.sendall(b"zPING\0")
        if _answer(connection) != b"PONG":
            raise NotScannedError("clamd: it does not answer PONG")


def _connected(address, timeout):
    parts = urlsplit(address)
    if parts.scheme == "tcp":
        return socket.create_connection((parts.hostname, parts.port or 3310), timeout=timeout)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(timeout)
    try:
        connection.connect(parts.path)
    except OSError:
        connection.close()
        raise
    return connection


def _answer(connection):
    answer = b""
    while not answer.endswith(b"\0"):
        block = connection.recv(ANSWER)
        if not block or len(answer) > ANSWER:
            raise NotScannedError("clamd: the answer is broken off or too long")
        answer += block
    return answer.removesuffix(b"\0")


def _verdict(answer):
    if answer == b"stream: OK":
        return Verdict()
    match = FOUND.fullmatch(answer)
    if match is None:
        raise NotScannedError(f"clamd: {answer[:200].decode('ascii', 'replace')}")
    return Verdict(found=match[1].decode("ascii", "replace")[:200])
