"""Nobody gets what the antivirus has not found clean, and every doubt is no «clean» (REQ-3.2)."""

import socket
import socketserver
import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from cms.audit.models import AuditEntry
from cms.outbox.domain import drain
from cms.outbox.models import OutboxMessage
from lk_addon.cabinet.files import private_storage
from lk_addon.files import clamd as client_of_clamd
from lk_addon.files.domain import scanning
from lk_addon.files.models import StoredFile
from lk_addon.files.tasks import scan_unscanned
from tests.antivirus import EICAR, MAX_SCANNED
from tests.factories.uploads import PDF, archive, upload
from tests.scenarios import cabinet_of

pytestmark = pytest.mark.req("REQ-3.2")

Scan = StoredFile.Scan


@pytest.fixture
def sent(scene):
    """``sent(content, name)``: a file that has come in whole and waits for the antivirus."""

    def send(content=PDF, name="письмо.pdf"):
        answer = upload(cabinet_of(scene.member), content, name=name)
        assert answer.status_code == 200, answer.content
        return StoredFile.objects.get(pk=answer.json()["file"])

    return send


def scanned(stored):
    """Do what is due and return the row as it is then."""
    drain()
    stored.refresh_from_db()
    return stored


def test_a_harmless_file_becomes_clean(sent, clamd, settings):
    settings.CLAMD_SOCKET = clamd
    stored = scanned(sent())
    assert (stored.scan, stored.is_readable) == (Scan.CLEAN, True)
    assert stored.scanned_at
    assert AuditEntry.objects.get(action="file.scanned").data == {"verdict": "clean"}
    assert drain() == 0


@pytest.mark.parametrize("name", ["письмо.txt", "письма.zip"])
def test_an_infected_file_is_isolated_and_rooms_above_are_told(
    sent, clamd, settings, name, django_capture_on_commit_callbacks
):
    settings.CLAMD_SOCKET = clamd
    content = EICAR if name == "письмо.txt" else archive({"папка/письмо.txt": EICAR})
    stored, told = sent(content, name), []
    before = stored.file.name

    def hear(sender, file, **kwargs):
        told.append(file.pk)

    scanning.file_infected.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            stored = scanned(stored)
    finally:
        scanning.file_infected.disconnect(hear)
    assert (stored.scan, stored.is_readable, told) == (Scan.INFECTED, False, [stored.pk])
    assert "Eicar-Test-Signature" in stored.scan_note
    assert stored.file.name.startswith("quarantine/")
    assert not private_storage().exists(before)
    assert stored.file.read() == content
    stored.file.close()
    assert AuditEntry.objects.get(action="file.infected").data["sha256"] == stored.sha256


def test_a_file_beyond_the_limits_of_the_antivirus_is_not_clean(sent, clamd, settings):
    settings.CLAMD_SOCKET, settings.ANTIVIRUS_REQUIRED = clamd, True
    stored = scanned(sent(PDF + b"%" * MAX_SCANNED))
    assert (stored.scan, stored.is_readable) == (Scan.UNSCANNED, False)
    assert stored.scan_note == scanning.BEYOND_LIMITS


class Answering(socketserver.StreamRequestHandler):
    """Something that calls itself clamd."""

    def handle(self):
        """Read what the server's behaviour says and give its answer; it lives, where it answers at all."""
        if self.server.reads:
            if self._read_command() == b"zPING" and self.server.answer is not None:
                self.wfile.write(b"PONG\0")
                return
            self._read_stream()
        if self.server.answer is None:
            self.server.over.wait(30)
        else:
            self.wfile.write(self.server.answer)

    def _read_command(self):
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        return command.removesuffix(b"\0")

    def _read_stream(self):
        while length := int.from_bytes(self.rfile.read(4)):
            self.rfile.read(length)


@pytest.fixture
def false_clamd(tmp_path, settings):
    """``false_clamd(answer)``: settings lead to a socket that answers so; None answers nothing."""
    servers = []

    def start(answer, *, reads=True):
        path = str(tmp_path / f"{len(servers)}.sock")
        server = socketserver.ThreadingUnixStreamServer(path, Answering)
        server.answer, server.reads, server.over, server.daemon_threads = answer, reads, threading.Event(), True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        settings.CLAMD_SOCKET = path

    yield start
    for server in servers:
        server.over.set()
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"stream: OK",  # broken off before its end
        b"OK\0",
        b"stream: OK\nstream: OK\0",
        b"stream: \0",
        b"stream: not OK\0",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: Can't allocate memory ERROR\0",
        b"UNKNOWN COMMAND\0",
        b"\xff\xfe\x00",
        b"x" * 10_000,
    ],
)
def test_whatever_else_the_scanner_answers_the_file_goes_on_waiting(sent, false_clamd, answer):
    false_clamd(answer)
    stored = scanned(sent())
    assert (stored.scan, stored.is_readable) == (Scan.WAITING, False)
    row = OutboxMessage.objects.get(handler="files.scan")
    assert (row.done_at, row.attempts) == (None, 1)
    assert "NotScannedError" in row.last_error


def test_a_scanner_that_hangs_drops_or_is_away_finds_nothing_clean(sent, false_clamd, settings, monkeypatch):
    monkeypatch.setattr(client_of_clamd, "TIMEOUT", 0.2)
    monkeypatch.setattr(client_of_clamd, "PATIENCE", 0.2)
    false_clamd(None)
    assert scanned(sent()).scan == Scan.WAITING
    false_clamd(b"", reads=False)
    assert scanned(sent(PDF + b"%" * 4_000_000)).scan == Scan.WAITING
    settings.CLAMD_SOCKET = "/nowhere/clamd.sock"
    assert scanned(sent()).scan == Scan.WAITING
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        settings.CLAMD_SOCKET = f"tcp://127.0.0.1:{unused.getsockname()[1]}"
        assert scanned(sent()).scan == Scan.WAITING


def test_a_scanner_that_hangs_is_noticed_before_a_file_is_sent_to_it(sent, false_clamd, monkeypatch):
    monkeypatch.setattr(client_of_clamd, "PATIENCE", 0.2)  # the time-out of a scan is a minute, and stays
    false_clamd(None)
    assert scanned(sent()).scan == Scan.WAITING
    assert "TimeoutError" in OutboxMessage.objects.get(handler="files.scan").last_error


def test_when_the_scanner_is_back_what_waits_is_scanned(sent, false_clamd, clamd, settings):
    false_clamd(b"")
    stored = scanned(sent())
    settings.CLAMD_SOCKET = clamd
    OutboxMessage.objects.update(available_at=timezone.now() - timedelta(seconds=1))
    assert scanned(stored).scan == Scan.CLEAN


def test_without_an_antivirus_a_file_is_unscanned_and_settings_say_whether_it_is_given(sent, settings):
    settings.CLAMD_SOCKET = ""
    stored = scanned(sent())
    assert (stored.scan, stored.scan_note) == (Scan.UNSCANNED, scanning.NOT_CONNECTED)
    assert stored.is_readable
    settings.ANTIVIRUS_REQUIRED = True
    assert not stored.is_readable


def test_what_came_in_before_the_antivirus_is_scanned_when_there_is_one(sent, settings, clamd):
    settings.CLAMD_SOCKET = ""
    stored = scanned(sent(EICAR, "письмо.txt"))
    scan_unscanned()
    assert scanned(stored).scan == Scan.UNSCANNED
    settings.CLAMD_SOCKET = clamd
    scan_unscanned()
    assert scanned(stored).scan == Scan.INFECTED
