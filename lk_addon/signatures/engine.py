"""OpenSSL with the engine of GOST algorithms, run as a program of its own with limits of time and memory.

Everything that trusts mathematics is behind :class:`Verifier`: another product, a certified one for example, takes
its place by the setting ``SIGNATURE_VERIFIER``. Nothing here decides; it says what OpenSSL found.
"""

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

OPENSSL_CONF = Path(__file__).with_name("openssl.cnf")
X509_ERRORS = 32  # with -verify_retcode an exit code above it is an error of the certificate
BAD_SIGNATURE, FAILED = 32, 4
ABSENT = ["-no-CApath", "-no-CAstore"]  # the system's own trusted certificates do not count
GOST = "1.2.643."  # the branch of Russian algorithms


class VerifierUnavailableError(Exception):
    """Nothing can be said of the signature now: the program is missing, took too long or too much memory."""


@dataclass(frozen=True)
class Finding:
    """What OpenSSL said: success, the error of X.509 (0: none), its words, the certificate that it verified with."""

    ok: bool
    error: int = 0
    said: str = ""
    certificate: bytes = b""


class Verifier(Protocol):
    """What is asked of a product that verifies. Each method may raise VerifierUnavailableError."""

    def has_gost(self):
        """Whether GOST algorithms can be verified."""

    def verify_cades(self, cms, content, *, trusted, at):
        """Verify everything: digest, signature, certificate reference, chain and its dates at ``at``."""

    def verify_mathematics(self, cms, content):
        """Verify digest and signature alone, trusting no certificate."""

    def verify_revocation(self, certificate, *, trusted, untrusted, crls):
        """Verify that the genuine newest list of the issuer does not hold the certificate; dates do not count."""

    def verify_stamp(self, token, signed, *, trusted, at):
        """Verify the time-stamp token upon the bytes ``signed``, by certificates that are trusted in this alone."""

    def verify_list(self, crl, *, trusted):
        """Verify that the list of revoked certificates (PEM) is signed by a trusted authority."""

    def digest(self, algorithm, data):
        """Return the digest by OpenSSL's name of the algorithm."""


class OpensslVerifier:
    """Debian's ``openssl`` and ``libengine-gost-openssl``."""

    def has_gost(self):
        """Ask ``openssl engine``; see also the system check."""
        return gost_available()

    def verify_cades(self, cms, content, *, trusted, at):
        """Run ``openssl cms -verify -cades``. ``content`` is a path, None where the signature holds it."""
        if not trusted:
            return Finding(False, 20, "no trusted certificate")
        with _folder(trusted=trusted) as folder:
            trust = ["-CAfile", folder / "trusted", *ABSENT, "-attime", int(at.timestamp())]
            return self._cms(folder, cms, content, "-cades", "-purpose", "any", *trust)

    def verify_mathematics(self, cms, content):
        """Run ``openssl cms -verify -noverify``."""
        with _folder() as folder:
            return self._cms(folder, cms, content, "-noverify")

    def _cms(self, folder, cms, content, *arguments):
        (folder / "cms").write_bytes(cms)
        given = ["-content", content] if content else []
        done = _run(
            *("cms", "-verify", "-verify_retcode", "-binary", "-inform", "DER", "-in", folder / "cms"),
            *(*given, "-out", "/dev/null", "-signer", folder / "used", *arguments),
        )
        used = folder / "used"
        certificate = used.read_bytes() if done.returncode == 0 and used.exists() else b""
        return Finding(done.returncode == 0, max(done.returncode - X509_ERRORS, 0), _words(done), certificate)

    def verify_revocation(self, certificate, *, trusted, untrusted, crls):
        """Run ``openssl verify -crl_check``; CRLs are read from the file of trusted certificates only."""
        with _folder(trusted=[*trusted, *crls], untrusted=untrusted, certificate=[certificate]) as folder:
            extra = ["-untrusted", folder / "untrusted"] if untrusted else []
            done = _run(
                *("verify", "-CAfile", folder / "trusted", *ABSENT, *extra, "-no_check_time", "-crl_check"),
                *("-purpose", "any", folder / "certificate"),
            )
        said = _words(done)
        return Finding(done.returncode == 0, _error_in(said), said)

    def verify_stamp(self, token, signed, *, trusted, at):
        """Run ``openssl ts -verify``. The chain ends at the authority itself: it was compared and added by hand."""
        with _folder(trusted=trusted) as folder:
            (folder / "token").write_bytes(token)
            (folder / "signed").write_bytes(signed)
            done = _run(
                *("ts", "-verify", "-token_in", "-in", folder / "token", "-data", folder / "signed"),
                *("-CAfile", folder / "trusted", "-partial_chain", "-attime", int(at.timestamp())),
            )
        return Finding(done.returncode == 0, said=_words(done))

    def verify_list(self, crl, *, trusted):
        """Run ``openssl crl``, whose exit code says nothing."""
        with _folder(trusted=trusted, crl=[crl]) as folder:
            done = _run("crl", "-in", folder / "crl", "-CAfile", folder / "trusted", *ABSENT, "-noout")
        return Finding(b"verify OK" in done.stderr + done.stdout, said=_words(done))

    def digest(self, algorithm, data):
        """Run ``openssl dgst``. Raises VerifierUnavailableError for an algorithm that is not there."""
        done = _run("dgst", f"-{algorithm}", "-binary", given=data)
        if done.returncode:
            raise VerifierUnavailableError(_words(done))
        return done.stdout


class _folder:  # noqa: N801 - reads as the function that it is
    """A temporary folder with files of PEM texts in it, gone afterwards."""

    def __init__(self, **files):
        self.files = files

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="signature-")
        path = Path(self.folder.name)
        for name, texts in self.files.items():
            (path / name).write_text("\n".join(texts))
        return path

    def __exit__(self, *error):
        self.folder.cleanup()


def _run(*arguments, given=None):
    """Run ``openssl`` and return what came of it. Raises VerifierUnavailableError."""
    limits = ["prlimit", f"--as={settings.SIGNATURE_MEMORY_LIMIT}", "--core=0", "openssl"]
    environment = {"OPENSSL_CONF": str(OPENSSL_CONF), "PATH": os.environ.get("PATH", "/usr/bin"), "LC_ALL": "C"}
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and the names of files are ours
            [*limits, *map(str, arguments)],
            input=given,
            stdin=None if given is not None else subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=settings.SIGNATURE_TIMEOUT,
            env=environment,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise VerifierUnavailableError(f"{type(error).__name__}: {arguments[0]}") from error
    if done.returncode < 0 or b"malloc failure" in done.stderr:
        raise VerifierUnavailableError(f"killed by signal {-done.returncode} or out of memory: {arguments[0]}")
    return done


def _words(done):
    return (done.stdout + done.stderr).decode(errors="replace")[:2000] if done.returncode else ""


def _error_in(said):
    """Return the number in «error 23 at 0 depth lookup: certificate revoked»."""
    number = said.partition("error ")[2].partition(" ")[0]
    return int(number) if number.isdecimal() else 0


@cache
def gost_available():
    """Whether OpenSSL is there and has the engine; asked once in the life of a process."""
    if shutil.which("openssl") is None or shutil.which("prlimit") is None:
        return False
    try:
        done = _run("engine", "-t", "-c", "gost")
    except VerifierUnavailableError:
        return False
    return b"[ available ]" in done.stdout


def get_verifier():
    """Return the product that settings name."""
    return import_string(settings.SIGNATURE_VERIFIER)()
