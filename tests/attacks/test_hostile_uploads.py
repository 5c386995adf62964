"""A thousand uploads meant to hurt: none is an error, what is refused leaves no byte, what is kept is what came.

Each goes through the cabinet's addresses as its page sends it: begun, sent, finished (REQ-3.2, threat «uploads»).
"""

import hashlib
import random
import re
import tracemalloc
import uuid
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import storages

from cms.outbox.models import OutboxMessage
from lk_addon.files.models import StoredFile, Upload
from tests.factories.hostile import HEAVY, HONEST, HOSTILE, NAMES, spoilt
from tests.factories.uploads import PDF, begin, send, upload
from tests.scenarios import cabinet_of, people
from tests.scenes import begin_with

pytestmark = pytest.mark.req("REQ-3.2")

A_THOUSAND = 1_000
MOST_MEMORY = 64 * 1024 * 1024  # bytes that the heaviest of them may take; a worker has 256 MB (security.md)
REFUSALS = {409, 413, 422, 429}


class Ledger:
    """Sends uploads one after another and notes what is wrong with any of them."""

    def __init__(self, client, on_commit, waiting, kept):
        self.client, self.on_commit, self.waiting, self.kept = client, on_commit, waiting, kept
        self.answers, self.wrong, self.sent = Counter(), [], {}

    def send(self, what, name, content):
        """Upload ``content`` in one piece. Returns the last answer."""
        with self.on_commit(execute=True):
            answer = upload(self.client, content, name=name)
        self.judge(what, answer)
        if answer.status_code == 200:
            self.sent[answer.json()["file"]] = hashlib.sha256(content).hexdigest()
        return answer

    def judge(self, what, answer):
        """Note an answer that is neither a file kept nor a refusal with a reason in Russian, and bytes left behind."""
        self.answers[answer.status_code] += 1
        if answer.status_code != 200:
            body = answer.json() if answer["Content-Type"] == "application/json" else {}
            if answer.status_code not in REFUSALS or not re.search("[а-яё]{3}", body.get("error", "")):
                self.wrong.append((what, answer.status_code, answer.content[:200]))
        if left := files_in(self.waiting):
            self.wrong.append((what, "left behind", left))

    def reconcile(self):
        """Compare what was answered with rows, bytes and tasks: nothing more and nothing less."""
        rows = {str(row.pk): row for row in StoredFile.objects.all()}
        assert {key: row.sha256 for key, row in rows.items()} == self.sent
        on_disk = {str(path.relative_to(self.kept)): path.read_bytes() for path in files_in(self.kept)}
        assert {name: hashlib.sha256(content).hexdigest() for name, content in on_disk.items()} == {
            row.file.name: row.sha256 for row in rows.values()
        }
        assert all(row.size == len(on_disk[row.file.name]) for row in rows.values())
        scans = OutboxMessage.objects.filter(handler="files.scan").values_list("payload__file", flat=True)
        assert sorted(scans) == sorted(rows)
        assert not Upload.objects.filter(state="receiving").exists()


def files_in(folder):
    return [path for path in Path(folder).rglob("*") if path.is_file()]


@pytest.fixture
def ledger(db, settings, tmp_path, monkeypatch, django_capture_on_commit_callbacks):
    """Of uploads whose bytes lie in folders of this test alone."""
    settings.UPLOADS_ROOT = tmp_path / "waiting"
    kept = tmp_path / "kept"
    monkeypatch.setattr(storages["private"], "location", str(kept))
    client = cabinet_of(begin_with(people).member)
    client.raise_request_exception = False
    return Ledger(client, django_capture_on_commit_callbacks, settings.UPLOADS_ROOT, kept)


def test_a_thousand_hostile_uploads(ledger):
    for what, (name, content) in HOSTILE.items():
        if ledger.send(what, name, content).status_code == 200:
            ledger.wrong.append((what, "taken"))
    for name in NAMES:
        ledger.send(f"name {name!r}", name, PDF)
    for name in (*HONEST, "пусто.docx"):
        ledger.send(f"nothing as {name}", name, b"")
    for number, (name, content) in enumerate(spoilt(random.Random(4), A_THOUSAND - ledger.answers.total())):
        ledger.send(f"spoilt {number}, {name}, {content[:200]!r}", name, content)
    assert ledger.wrong == []
    assert ledger.answers.total() == A_THOUSAND
    assert min(ledger.answers[200], ledger.answers[422]) > 100
    ledger.reconcile()
    for name in StoredFile.objects.values_list("name", flat=True):
        assert len(name) <= 200
        assert not re.search(r"[\x00-\x1f/\\\u202e\u200b\ufeff]", name)


def test_honest_files_are_taken_through_the_same_door(ledger):
    for name, content in HONEST.items():
        assert ledger.send(name, name, content).status_code == 200, name
    ledger.reconcile()


@pytest.mark.parametrize("what", HEAVY)
def test_the_heaviest_of_them_take_little_memory(ledger, what):
    tracemalloc.start()
    try:
        assert ledger.send(what, *HEAVY[what]).status_code == 422
        assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY
    finally:
        tracemalloc.stop()
    assert ledger.wrong == []


@pytest.mark.parametrize(
    "declared", [2**62, 2**62 + 1, 2**63, 2**200, 1024**3 + 1, -1, 0, "1e9", "0x10", "NaN", "", "1 000", "9" * 5000]
)
def test_a_size_that_cannot_be_is_refused_before_a_byte_is_taken(ledger, declared):
    ledger.judge(declared, ledger.client.post("/files/uploads/", {"name": "a.pdf", "size": declared, "key": "k" * 8}))
    assert ledger.wrong == []
    assert ledger.answers[413] + ledger.answers[422] == 1
    assert not Upload.objects.exists()


def test_pieces_come_where_they_do_not_belong(ledger):
    content = PDF + bytes(range(256)) * 16
    address = begin(ledger.client, content).json()["upload"]
    dice = random.Random(4)
    places = [0, 1, 2**31, 2**63, 2**64, 10**40, *(dice.randrange(len(content)) for _turn in range(40))]
    received = 0
    for place in places:
        answer = send(ledger.client, address, place, content[place : place + 100] or b"x")
        if answer.status_code == 200:
            received = answer.json()["received"]
        else:
            assert (answer.status_code, answer.json()["received"]) == (409, received), place
            assert re.search("[а-я]", answer.json()["error"])
    too_long = send(ledger.client, address, received, content)
    assert (too_long.status_code, too_long.json()["code"]) == (422, "long")
    assert send(ledger.client, address, received, content[received:]).status_code == 200
    with ledger.on_commit(execute=True):
        answer = ledger.client.post(f"/files/uploads/{address}/finish/")
    ledger.sent[answer.json()["file"]] = hashlib.sha256(content).hexdigest()
    ledger.reconcile()


@pytest.mark.parametrize(
    "headers",
    [
        {"CONTENT_LENGTH": "-1"},
        {"CONTENT_LENGTH": "9" * 30},
        {"CONTENT_LENGTH": "ten"},
        {"CONTENT_LENGTH": ""},
        {"CONTENT_LENGTH": "\u0663"},
        {"CONTENT_TYPE": "multipart/form-data"},
        {"CONTENT_TYPE": "multipart/form-data; boundary=\xd0"},
        {"CONTENT_TYPE": "application/octet-stream; charset=\xff\xfe"},
        {"HTTP_CONTENT_DISPOSITION": 'attachment; filename="\xd0"'},
        {"HTTP_CONTENT_RANGE": "bytes 0-\xd0/*"},
        {"HTTP_ACCEPT_LANGUAGE": "\xd0\xff"},
        {"HTTP_USER_AGENT": "\xd0\xd0\xd0"},
        {"HTTP_COOKIE_EXTRA": "\xff"},
        {"HTTP_X_REQUEST_ID": "\xd0" * 3000},
    ],
    ids=str,
)
def test_headers_that_are_no_headers(ledger, headers):
    address = begin(ledger.client, PDF).json()["upload"]
    environment = {"CONTENT_LENGTH": str(len(PDF)), "CONTENT_TYPE": "application/octet-stream"} | headers
    for end in (f"{address}/0/", "", f"{address}/finish/", f"{address}/cancel/"):
        with ledger.on_commit(execute=True):
            path, body = f"/files/uploads/{end}", {"wsgi.input": BytesIO(PDF)}
            answer = ledger.client.generic("POST", path, b"", **environment, **body)
        assert answer.status_code < 500, path
    assert files_in(ledger.waiting) == []


@pytest.mark.parametrize(
    "key", ["", "short", "../../../etc", "k" * 65, "ключ-ключ", "key key key", "a\0aaaaaaa", "\u202e" * 9]
)
def test_keys_that_are_no_keys(ledger, key):
    ledger.judge(key, ledger.client.post("/files/uploads/", {"name": "a.pdf", "size": 10, "key": key}))
    assert ledger.wrong == []
    assert ledger.answers[422] == 1


@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe", b"name=%ff%fe&size=%00&key=%d0", b"{}", b"&" * 5000, b"a=1&" * 5000]
)
def test_a_beginning_that_is_no_form(ledger, body):
    kind = "application/x-www-form-urlencoded"
    answer = ledger.client.post("/files/uploads/", body, content_type=kind)
    assert 400 <= answer.status_code < 500
    assert not Upload.objects.exists()


def test_uploads_that_never_were(ledger):
    for address in (uuid.uuid4(), "0" * 36, "../../admin", "%00", "\u202e", "a" * 4000):
        for end in ("", "0/", "finish/", "cancel/", "-1/", "9" * 400 + "/"):
            assert ledger.client.post(f"/files/uploads/{address}/{end}", b"x", content_type="a/b").status_code == 404
