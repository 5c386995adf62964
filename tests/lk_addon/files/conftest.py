"""A clamd of the tests' own, with the one signature that everybody agrees upon: EICAR's test file."""

import shutil
import socket
import subprocess
import time

import pytest

CLAMD = shutil.which("clamd", path="/usr/sbin:/usr/bin:/usr/local/sbin")
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
MAX_SCANNED = 2 * 1024 * 1024  # bytes; production has 1 GB, see docs/operations.md
PATIENCE = 60  # seconds; an unloaded machine needs a tenth of one


@pytest.fixture(scope="session")
def clamd(tmp_path_factory):
    """Start clamd, wait until it answers, and end it. Returns the path of its socket."""
    assert CLAMD, "clamd is missing: apt-get install clamav-daemon (script/debian-packages.txt)"
    home = tmp_path_factory.mktemp("clamd")
    (home / "db").mkdir()
    (home / "db/test.ndb").write_text(f"Eicar-Test-Signature:0:*:{EICAR.hex()}\n")
    path = home / "clamd.sock"
    (home / "clamd.conf").write_text(
        f"DatabaseDirectory {home}/db\nLocalSocket {path}\nTemporaryDirectory {home}\nForeground yes\n"
        f"AlertExceedsMax yes\nStreamMaxLength 64M\nMaxFileSize {MAX_SCANNED}\nMaxScanSize {MAX_SCANNED}\n"
    )
    process = subprocess.Popen([CLAMD, "-c", home / "clamd.conf"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(path, process)
        yield str(path)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait_for(path, process):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert process.poll() is None, "clamd has ended by itself"
        with socket.socket(socket.AF_UNIX) as attempt:
            if attempt.connect_ex(str(path)) == 0:
                attempt.sendall(b"zPING\0")
                if attempt.recv(16) == b"PONG\0":
                    return
        _give_it_a_moment(process)
    raise AssertionError("clamd does not answer")


def _give_it_a_moment(process):
    """Wait a little, unless clamd ends meanwhile."""
    try:
        process.wait(0.05)
    except subprocess.TimeoutExpired:
        return
