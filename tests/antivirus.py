"""A clamd of the tests' own, with the one signature that everybody agrees upon: EICAR's test file."""

import shutil
import signal
import socket
import subprocess
import time

CLAMD = shutil.which("clamd", path="/usr/sbin:/usr/bin:/usr/local/sbin")
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
MAX_SCANNED = 2 * 1024 * 1024  # bytes; production has 1 GB, see docs/operations.md
PATIENCE = 60  # seconds; an unloaded machine needs a tenth of one


class Clamd:
    """The real one, in a folder of its own."""

    def __init__(self, home):
        assert CLAMD, "clamd is missing: apt-get install clamav-daemon (script/debian-packages.txt)"
        self.socket, self.home, self.process = home / "clamd.sock", home, None
        (home / "db").mkdir(parents=True)
        (home / "db/test.ndb").write_text(f"Eicar-Test-Signature:0:*:{EICAR.hex()}\n")
        (home / "clamd.conf").write_text(
            f"DatabaseDirectory {home}/db\nLocalSocket {self.socket}\nTemporaryDirectory {home}\nForeground yes\n"
            f"AlertExceedsMax yes\nStreamMaxLength 64M\nMaxFileSize {MAX_SCANNED}\nMaxScanSize {MAX_SCANNED}\n"
        )

    def start(self):
        """Start it and wait until it answers."""
        self.process = subprocess.Popen(
            [CLAMD, "-c", self.home / "clamd.conf"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            assert self.process.poll() is None, "clamd has ended by itself"
            assert time.monotonic() < deadline, "clamd does not answer"
            time.sleep(0.05)

    def stop(self):
        """End it, and wait until it is gone."""
        self.resume()
        self.process.terminate()
        self.process.wait(PATIENCE)

    def freeze(self):
        """Make it hang: it takes connections and says nothing."""
        self.process.send_signal(signal.SIGSTOP)

    def resume(self):
        """Let it go on."""
        self.process.send_signal(signal.SIGCONT)

    def _answers(self):
        with socket.socket(socket.AF_UNIX) as attempt:
            if attempt.connect_ex(str(self.socket)):
                return False
            attempt.settimeout(PATIENCE)
            attempt.sendall(b"zPING\0")
            return attempt.recv(16) == b"PONG\0"
