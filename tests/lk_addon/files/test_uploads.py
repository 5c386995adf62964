"""A file comes in by pieces, whole and once, whatever happens to the connection (REQ-3.2)."""

import hashlib
import os
import tracemalloc
from contextlib import ExitStack
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from cms.audit.models import AuditEntry
from cms.outbox.models import OutboxMessage
from lk_addon.accounts.models import Mandate
from lk_addon.files.domain import uploads
from lk_addon.files.models import StoredFile, Upload
from lk_addon.files.tasks import clear_uploads
from tests.factories.uploads import PDF, begin, send, upload
from tests.scenarios import cabinet_of

pytestmark = pytest.mark.req("REQ-3.2")

CONTENT = PDF + b"\n%" + b"0123456789" * 500


@pytest.fixture
def client(scene):
    return cabinet_of(scene.member)


def begun(client, content=CONTENT, **options):
    answer = begin(client, content, **options)
    assert answer.status_code == 201, answer.content
    return answer.json()["upload"]


def test_a_file_in_pieces_is_kept_whole_with_its_hash_and_name(client, scene):
    address = begun(client, name="Отчёт\u0438\u0306.pdf")
    for start in range(0, len(CONTENT), 2000):
        answer = send(client, address, start, CONTENT[start : start + 2000])
        assert answer.json()["received"] == min(start + 2000, len(CONTENT))
    answer = client.post(f"/files/uploads/{address}/finish/").json()
    stored = StoredFile.objects.get(pk=answer["file"])
    assert stored.file.read() == CONTENT
    stored.file.close()
    assert (stored.sha256, stored.size) == (hashlib.sha256(CONTENT).hexdigest(), len(CONTENT))
    assert (stored.name, stored.member, stored.created_by) == ("Отчётй.pdf", scene.north, scene.member)
    assert (stored.media_type, stored.scan) == ("application/pdf", "waiting")
    assert AuditEntry.objects.get(action="file.received").data == {"size": len(CONTENT), "sha256": stored.sha256}
    assert OutboxMessage.objects.filter(handler="files.scan", payload={"file": str(stored.pk)}).count() == 1


def test_a_piece_at_a_wrong_place_is_told_the_right_one_and_a_repeated_one_is_not_doubled(client):
    address = begun(client)
    assert send(client, address, 0, CONTENT[:1000]).status_code == 200
    for offset in (0, 999, 1001):
        answer = send(client, address, offset, CONTENT[offset : offset + 1000])
        assert (answer.status_code, answer.json()["received"]) == (409, 1000)
    assert client.get(f"/files/uploads/{address}/").json()["received"] == 1000
    assert send(client, address, 1000, CONTENT[1000:]).status_code == 200
    assert client.post(f"/files/uploads/{address}/finish/").json()["sha256"] == hashlib.sha256(CONTENT).hexdigest()


def test_bytes_of_a_request_that_died_before_its_commit_are_written_over(client):
    address = begun(client)
    send(client, address, 0, CONTENT[:1000])
    path = Upload.objects.get(pk=address).path
    path.write_bytes(CONTENT[:1000] + b"half of a piece that was never acknowledged")
    send(client, address, 1000, CONTENT[1000:])
    assert client.post(f"/files/uploads/{address}/finish/").json()["sha256"] == hashlib.sha256(CONTENT).hexdigest()


def test_a_piece_that_comes_in_half_is_not_taken(client):
    address = begun(client)
    answer = client.generic(
        "POST",
        f"/files/uploads/{address}/0/",
        content_type="application/octet-stream",
        CONTENT_LENGTH="1000",
        **{"wsgi.input": BytesIO(CONTENT[:500])},
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "broken")
    assert Upload.objects.get().received == 0


def test_beginning_and_finishing_twice_give_one_file(client):
    first = begun(client, key="key-of-this-file")
    assert begun(client, key="key-of-this-file") == first
    assert begin(client, b"%PDF other", key="key-of-this-file").status_code == 409
    send(client, first, 0, CONTENT)
    answers = [client.post(f"/files/uploads/{first}/finish/").json() for _time in range(2)]
    assert answers[0] == answers[1]
    assert StoredFile.objects.count() == 1
    assert send(client, first, 0, CONTENT).status_code == 409


def test_what_is_not_whole_is_not_finished(client):
    address = begun(client)
    send(client, address, 0, CONTENT[:-1])
    answer = client.post(f"/files/uploads/{address}/finish/")
    assert (answer.status_code, answer.json()["error"]) == (409, "Файл пришёл ещё не весь. Дождитесь конца загрузки.")
    assert not StoredFile.objects.exists()


def test_more_than_was_announced_is_refused(client):
    answer = send(client, begun(client, size=10), 0, CONTENT)
    assert (answer.status_code, answer.json()["code"]) == (422, "long")


@pytest.mark.parametrize("body", [b"", b"x" * (uploads.PIECE + 1)])
def test_a_piece_is_neither_empty_nor_larger_than_a_piece(client, body):
    answer = send(client, begun(client, size=uploads.PIECE * 2), 0, body)
    assert (answer.status_code, answer.json()["code"]) == (422, "piece")


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        ({"size": 0}, 422, "empty"),
        ({"size": 2000}, 413, "size"),
        ({"size": -1}, 422, "form"),
        ({"size": "много"}, 422, "form"),
        ({"key": "../.."}, 422, "form"),
        ({"name": "программа.exe"}, 422, "type"),
        ({"name": "книга.xlsm"}, 422, "macros"),
    ],
)
def test_what_cannot_be_taken_is_refused_before_it_is_sent(client, settings, data, status, code):
    settings.FILES_MAX_SIZE = 1000
    answer = client.post("/files/uploads/", {"name": "письмо.pdf", "size": 10, "key": "12345678"} | data)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Upload.objects.exists()


def test_a_member_has_only_so_much_under_way_and_neighbours_are_not_concerned(client, scene, settings):
    settings.FILES_UNFINISHED_MAX = 100
    first = begun(client, size=60)
    answer = begin(client, CONTENT, size=41)
    assert (answer.status_code, answer.json()["code"]) == (429, "quota")
    assert begin(cabinet_of(scene.outsider), CONTENT, size=60).status_code == 201
    assert client.post(f"/files/uploads/{first}/cancel/").status_code == 200
    assert begin(client, CONTENT, size=41).status_code == 201


def test_an_upload_of_somebody_else_is_not_found(client, scene):
    address = begun(client)
    send(client, address, 0, CONTENT[:100])
    for foreign in (cabinet_of(scene.outsider), cabinet_of(scene.colleague)):
        assert foreign.get(f"/files/uploads/{address}/").status_code == 404
        assert send(foreign, address, 100, CONTENT[100:]).status_code == 404
        assert foreign.post(f"/files/uploads/{address}/finish/").status_code == 404
        assert foreign.post(f"/files/uploads/{address}/cancel/").status_code == 404
    assert Upload.objects.get().received == 100


def test_who_may_not_submit_may_not_upload(scene):
    Mandate.objects.filter(user=scene.member).update(basis="order", permissions=["see"])
    assert begin(cabinet_of(scene.member), CONTENT).status_code == 403


def test_what_nobody_finishes_is_deleted_after_a_day(client, django_capture_on_commit_callbacks):
    old, young = begun(client), begun(client)
    for address in (old, young):
        send(client, address, 0, CONTENT[:100])
    Upload.objects.filter(pk=old).update(expires_at=timezone.now() - timedelta(seconds=1))
    paths = {str(row.pk): row.path for row in Upload.objects.all()}
    with django_capture_on_commit_callbacks(execute=True):
        clear_uploads()
    assert [str(row.pk) for row in Upload.objects.all()] == [young]
    assert (paths[old].exists(), paths[young].exists()) == (False, True)


def test_a_file_that_came_in_whole_outlives_its_upload(client, django_capture_on_commit_callbacks):
    answer = upload(client, CONTENT)
    Upload.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with django_capture_on_commit_callbacks(execute=True):
        clear_uploads()
    stored = StoredFile.objects.get(pk=answer.json()["file"])
    assert stored.file.storage.exists(stored.file.name)


def test_a_finish_that_fails_leaves_nothing_behind_and_can_be_tried_again(client, scene, monkeypatch):
    address = begun(client)
    send(client, address, 0, CONTENT)
    row = Upload.objects.get(pk=address)
    kept, storage = [], StoredFile._meta.get_field("file").storage
    storage_delete = storage.delete
    with monkeypatch.context() as patch:
        patch.setattr(storage, "delete", lambda name: (kept.append(name), storage_delete(name)))
        patch.setattr(uploads, "enqueue", lambda *args, **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            uploads.finish(upload=row, actor=scene.member)
    assert not StoredFile.objects.exists()
    assert kept
    assert not any(storage.exists(name) for name in kept)
    assert client.post(f"/files/uploads/{address}/finish/").json()["sha256"] == hashlib.sha256(CONTENT).hexdigest()


def test_bytes_that_were_lost_are_asked_for_again(client):
    address = begun(client)
    send(client, address, 0, CONTENT)
    Upload.objects.get().path.unlink()
    answer = client.post(f"/files/uploads/{address}/finish/")
    assert (answer.status_code, answer.json()["code"]) == (422, "lost")


def test_a_full_disk_is_told_and_what_has_come_is_kept(client):
    """Linux has a file on which there is never any space."""
    address = begun(client)
    send(client, address, 0, CONTENT[:1000])
    path = Upload.objects.get(pk=address).path
    kept = path.read_bytes()
    path.unlink()
    path.symlink_to("/dev/full")
    answer = send(client, address, 1000, CONTENT[1000:])
    assert (answer.status_code, answer.json()["code"]) == (503, "full")
    assert "кончилось место" in answer.json()["error"]
    path.unlink()
    path.write_bytes(kept)
    assert send(client, address, 1000, CONTENT[1000:]).status_code == 200
    assert client.post(f"/files/uploads/{address}/finish/").json()["sha256"] == hashlib.sha256(CONTENT).hexdigest()


class Killed(BaseException):
    """Ends a process in the middle."""


def killed_before_the_commit(client, monkeypatch):
    """A finish whose process dies when the bytes are in the storage and the row is not committed."""
    address = begun(client)
    send(client, address, 0, CONTENT)

    def die(point):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(uploads, "reach", die)
        patch.setattr(uploads, "ExitStack", NoUndo)
        with pytest.raises(Killed):
            uploads.finish(upload=Upload.objects.get(pk=address), actor=None)
    return address


class NoUndo(ExitStack):
    """A dead process undoes nothing."""

    def __exit__(self, *details):
        self.pop_all()
        return False


def bytes_in_the_storage():
    folder = Path(settings.PRIVATE_ROOT) / "files"
    return {path for path in folder.rglob("*") if path.is_file()} if folder.exists() else set()


def test_a_finish_that_died_is_repeated_over_the_bytes_it_has_left(client, monkeypatch):
    before = bytes_in_the_storage()
    address = killed_before_the_commit(client, monkeypatch)
    assert len(bytes_in_the_storage() - before) == 1
    answer = client.post(f"/files/uploads/{address}/finish/").json()
    assert answer["sha256"] == hashlib.sha256(CONTENT).hexdigest()
    assert len(bytes_in_the_storage() - before) == 1


def test_bytes_of_a_finish_that_died_go_with_its_upload(client, monkeypatch, django_capture_on_commit_callbacks):
    before = bytes_in_the_storage()
    killed_before_the_commit(client, monkeypatch)
    Upload.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with django_capture_on_commit_callbacks(execute=True):
        clear_uploads()
    assert bytes_in_the_storage() == before


def test_two_pieces_at_once_are_one(scene):
    row = uploads.begin(member=scene.north, name="a.pdf", size=20, key="12345678", actor=scene.member)
    uploads.append(upload=row, offset=0, piece=BytesIO(b"x" * 10), length=10)
    with pytest.raises(uploads.WrongOffsetError) as refused:
        uploads.append(upload=row, offset=0, piece=BytesIO(b"x" * 10), length=10)
    assert refused.value.received == 10


def test_memory_stays_flat_however_large_the_file(scene):
    size = 100 * 1024 * 1024
    row = uploads.begin(member=scene.north, name="том.pdf", size=size, key="12345678", actor=scene.member)
    uploads.append(upload=row, offset=0, piece=BytesIO(PDF), length=len(PDF))
    os.truncate(row.path, size)  # the rest is a hole: it takes no disk
    Upload.objects.update(received=size)
    row.refresh_from_db()
    tracemalloc.start()
    try:
        uploads.finish(upload=row, actor=scene.member)
        assert tracemalloc.get_traced_memory()[1] < 8 * 1024 * 1024
    finally:
        tracemalloc.stop()
