"""The check of a detached GOST signature upon a document of so many megabytes: ``python -m bench.signatures 1024``.

Prints one line of JSON: seconds, and the most memory that the checking process and its OpenSSL have held. Authorities,
document and signature are made by another process; rows and files are gone afterwards.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"

import django

django.setup()

from django.db import transaction
from django.utils import timezone

from bench.memory import Watch, most_held
from lk_addon.files.models import StoredFile
from lk_addon.registry.models import Member
from lk_addon.signatures.domain.checking import perform, request_check
from lk_addon.signatures.domain.trust_store import add_authority, store_list
from tests.factories.pki import HEAD, Pki
from tests.factories.signatures import NAME

AUTHORITIES = ("root", "issuer")


def measure(size):
    """Make a document of ``size`` MB with its signature; have another process check them and print its line."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        _prepare(Path(folder), size)
        subprocess.run([sys.executable, "-m", "bench.signatures", "check", folder], check=True)  # noqa: S603 - our own


def _prepare(folder, size):
    pki = Pki(folder / "pki", "gost")
    document = folder / "document"
    with document.open("wb") as file:
        file.write(b"%PDF-1.4\n")
        file.truncate(size * 1024 * 1024)  # the rest is a hole: it takes no disk
    head = pki.issuer.issue(HEAD | {"OGRN": _member().ogrn})
    (folder / "signature").write_bytes(pki.sign_file(document, head))
    for name in AUTHORITIES:
        authority = getattr(pki, name)
        (folder / f"{name}.pem").write_bytes(authority.certificate.read_bytes())
        (folder / f"{name}.crl").write_bytes(authority.crl())


def check(folder):
    """Check what lies in ``folder``; whatever rows that takes are rolled back."""
    with transaction.atomic():
        for name in AUTHORITIES:
            row = add_authority(data=(folder / f"{name}.pem").read_bytes(), ground="Замер", actor=None)
            store_list(issuer=row, data=(folder / f"{name}.crl").read_bytes())
        member = _member()
        document, signature = (_stored(folder / name, member) for name in ("document", "signature"))
        asked = request_check(
            document=document, signature=signature, member=member, signatory_name=NAME, reference_time=timezone.now()
        )
        try:
            began = time.perf_counter()
            with Watch("openssl") as openssl:
                perform(asked)
            seconds = round(time.perf_counter() - began, 2)
        finally:
            for stored in (document, signature):
                stored.file.storage.delete(stored.file.name)
        asked.refresh_from_db()
        transaction.set_rollback(True)
    if asked.verdict != asked.Verdict.VALID:
        raise SystemExit(f"{asked.verdict}: {asked.reasons}")
    own = most_held(os.getpid()) // 1024
    print(json.dumps({"seconds": seconds, "memory_mb": own, "openssl_memory_mb": openssl.most_kb // 1024}))


def _member():
    return Member.objects.get(inn=HEAD["innle"])


def _stored(path, member):
    """Return the row of a file that is moved to where files of the exchange lie."""
    stored = StoredFile(member=member, name=path.name, size=path.stat().st_size, sha256="0" * 64)
    stored.file.name = f"files/bench/{stored.pk.hex}"
    place = Path(stored.file.path)
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(path, place)
    stored.save(force_insert=True)
    return stored


if __name__ == "__main__":
    check(Path(sys.argv[2])) if sys.argv[1] == "check" else measure(int(sys.argv[1]))
