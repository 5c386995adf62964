"""Files on their way in, through HTTP as a page sends them: ``python -m bench.submissions``.

Prints one line of JSON: submissions a second with a file of 10 MB each, counted by their receipts, and what a file of
1 GB takes of time and of the web worker's memory. The bytes are deleted afterwards; the letters stay, as letters do.
"""

import json
import os
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"

import django

django.setup()

from bs4 import BeautifulSoup
from django.conf import settings
from django.utils import timezone

from bench.server import serve
from cms.users.models import User
from lk_addon.correspondence.models import Letter
from lk_addon.files.domain.uploads import PIECE
from lk_addon.files.models import StoredFile
from tests.factories.sessions import signed_in_client

MB = 1024 * 1024
FILE, LARGE = 10 * MB, 1024 * MB  # bytes
SUBMISSIONS, AT_ONCE = 24, 4
KIND = "/requests/new/general/"


class Browser:
    """One connection of a representative of the demonstration."""

    def __init__(self, address, session):
        self.connection = HTTPConnection(urlsplit(address).netloc, timeout=120)
        self.headers = {
            "Host": settings.LK_HOST,
            "X-Forwarded-Proto": "https",
            "Origin": f"https://{settings.LK_HOST}",
            "Accept": "application/json",
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}",
        }
        page = self._ask("GET", KIND, accept="text/html").decode()
        self.headers["X-CSRFToken"] = BeautifulSoup(page, "html.parser").find(attrs={"name": "csrfmiddlewaretoken"})[
            "value"
        ]

    def upload(self, size, name):
        """Send a file of ``size`` bytes in pieces. Returns the key of the file that was kept."""
        begun = self._post("/files/uploads/", {"name": name, "size": size, "key": uuid.uuid4()})
        address = f"/files/uploads/{begun['upload']}/"
        for offset in range(0, size, PIECE):
            piece = bytearray(min(PIECE, size - offset))
            if offset == 0:
                piece[:9] = b"%PDF-1.4\n"
            self._ask("POST", f"{address}{offset}/", piece, kind="application/octet-stream")
        return self._post(f"{address}finish/", {})["file"]

    def submit(self, number):
        """Send a letter with a file. Returns the address of its receipt."""
        file = self.upload(FILE, f"замер-{number}.pdf")
        letter = {"subject": f"Замер № {number}", "text": "Замер скорости.", "draft-files": file}
        return self._post(KIND, letter | {"draft-id": uuid.uuid4(), "draft-act": "send"})["receipt"]

    def _post(self, path, data):
        return json.loads(self._ask("POST", path, urlencode(data), kind="application/x-www-form-urlencoded"))

    def _ask(self, method, path, body=None, *, kind=None, accept=None):
        headers = self.headers | ({"Content-Type": kind} if kind else {}) | ({"Accept": accept} if accept else {})
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status not in (200, 201):
            raise SystemExit(f"{method} {path}: {answer.status} {content[:500]!r}")
        return content


def main():
    """Serve the site, load it, tell what it took, take the bytes away."""
    session = signed_in_client(User.objects.get(email="member@example.com"), host=settings.LK_HOST)
    session, began_at = session.cookies[settings.SESSION_COOKIE_NAME].value, timezone.now()
    try:
        with serve("cms.wsgi:application") as site:
            print(json.dumps(_submit(site, session) | _upload(site, session)))
    finally:
        for stored in StoredFile.objects.filter(created_at__gte=began_at, name__startswith="замер-"):
            stored.file.storage.delete(stored.file.name)


def _submit(site, session):
    before = Letter.objects.count()
    browsers = [Browser(site.address, session) for _one in range(AT_ONCE)]
    site.forget_memory()
    began = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        shares = pool.map(
            lambda place: [browsers[place].submit(number) for number in range(place, SUBMISSIONS, AT_ONCE)],
            range(AT_ONCE),
        )
        receipts = {receipt for share in shares for receipt in share}
    seconds = time.perf_counter() - began
    if not len(receipts) == Letter.objects.count() - before == SUBMISSIONS:
        raise SystemExit(f"{len(receipts)} receipts of {SUBMISSIONS}, {Letter.objects.count() - before} letters")
    return {
        "submissions": len(receipts),
        "submissions_per_second": round(SUBMISSIONS / seconds, 2),
        "submissions_worker_mb": site.most_memory(),
    }


def _upload(site, session):
    browser = Browser(site.address, session)
    site.forget_memory()
    before, began = site.most_memory(), time.perf_counter()
    browser.upload(LARGE, "замер-1-гб.pdf")
    seconds = time.perf_counter() - began
    return {
        "gigabyte_seconds": round(seconds, 1),
        "gigabyte_worker_mb_before": before,
        "gigabyte_worker_mb": site.most_memory(),
    }


if __name__ == "__main__":
    main()
