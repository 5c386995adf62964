"""Files of members in a store of objects: kept, given away, deleted there, and reached by nobody past the door."""

import hashlib
import os
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest
from botocore.exceptions import ClientError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from cms.audit.models import AuditEntry
from lk_addon.cabinet.files import delete_orphans, private_storage
from lk_addon.correspondence import tasks
from lk_addon.correspondence.domain import archives
from lk_addon.correspondence.models import ThreadArchive
from lk_addon.files.domain import uploads
from lk_addon.files.models import StoredFile
from tests.factories.correspondence import sent_letter, stored_file
from tests.factories.files import PDF
from tests.lk_addon.cabinet.s3_store import BUCKET, KEY_ID, SECRET, running
from tests.scenarios import cabinet_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-1.4")]


@pytest.fixture
def store(settings, monkeypatch):
    """A store of objects in the place of the private folder."""
    with running() as server:
        options = {"bucket_name": BUCKET, "endpoint_url": server.endpoint, "region_name": "ru-1"}
        options |= {"access_key": KEY_ID, "secret_key": SECRET}
        bucket = {"BACKEND": "lk_addon.cabinet.bucket.PrivateBucket", "OPTIONS": options}
        settings.STORAGES = settings.STORAGES | {"private": bucket}
        for model in (StoredFile, ThreadArchive):
            monkeypatch.setattr(model._meta.get_field("file"), "storage", storages["private"])
        yield server


def test_a_file_is_kept_there_given_by_us_and_journalled(scene, store, settings):
    settings.PRIVATE_ACCEL = "/private-files/"
    stored = stored_file(scene.north, name="Акт №1.pdf")
    assert store.objects == {stored.file.name: PDF}
    sent_letter(scene.member, scene.north, files=[stored])
    answer = cabinet_of(scene.member).get(f"/correspondence/files/{stored.pk}/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Length"] == str(len(PDF))
    assert answer["Content-Disposition"].startswith("attachment")
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", "application/pdf")
    assert "no-store" in answer["Cache-Control"]
    assert "X-Accel-Redirect" not in answer
    assert store.endpoint not in str(answer.headers)
    assert AuditEntry.objects.filter(action="file.downloaded", object_id=str(stored.pk)).count() == 1


@pytest.mark.req("REQ-1.1.d")
def test_nobody_past_the_door_reaches_the_store(scene, store):
    stored = stored_file(scene.north)
    sent_letter(scene.member, scene.north, files=[stored])
    store.asked.clear()
    address = f"/correspondence/files/{stored.pk}/"
    assert cabinet_of(scene.outsider).get(address).status_code == 404
    assert cabinet_of(scene.excluded).get(address).status_code == 302
    assert store.asked == []
    with pytest.raises(ValueError, match="no address"):
        stored.file.url  # noqa: B018
    assert not AuditEntry.objects.filter(action="file.downloaded").exists()


def test_a_file_that_the_store_has_lost_is_not_found(scene, store):
    stored = stored_file(scene.north)
    sent_letter(scene.member, scene.north, files=[stored])
    store.objects.clear()
    assert cabinet_of(scene.member).get(f"/correspondence/files/{stored.pk}/").status_code == 404


def test_an_upload_comes_in_by_pieces_and_lies_in_the_store_whole(scene, store, django_capture_on_commit_callbacks):
    content = PDF + bytes(20 * 1024 * 1024)
    upload = uploads.begin(member=scene.north, name="Проект.pdf", size=len(content), key="one", actor=scene.member)
    with django_capture_on_commit_callbacks(execute=True):
        for offset in range(0, len(content), uploads.PIECE):
            piece = content[offset : offset + uploads.PIECE]
            upload = uploads.append(upload=upload, offset=offset, piece=ContentFile(piece), length=len(piece))
        stored = uploads.finish(upload=upload, actor=scene.member)
    assert not Path(upload.path).exists()
    assert hashlib.sha256(store.objects[stored.file.name]).hexdigest() == stored.sha256
    with stored.file.storage.open(stored.file.name, "rb") as file:
        assert file.read() == content


def test_memory_stays_flat_while_a_large_file_is_given(scene, store):
    content = PDF + os.urandom(1024) * 40 * 1024
    stored = stored_file(scene.north, content=content)
    sent_letter(scene.member, scene.north, files=[stored])
    browser, digest = cabinet_of(scene.member), hashlib.sha256()
    tracemalloc.start()
    for piece in browser.get(f"/correspondence/files/{stored.pk}/").streaming_content:
        digest.update(piece)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert digest.hexdigest() == stored.sha256
    assert peak < 16 * 1024 * 1024


def test_an_archive_is_made_and_swept_there(scene, store, monkeypatch):
    thread = sent_letter(scene.member, scene.north, files=[stored_file(scene.north)]).thread
    archive = archives.request(thread=thread, actor=scene.member)
    tasks.make_archive(archive.pk)
    archive.refresh_from_db()
    left = private_storage().save("correspondence/threadarchive/left.zip", ContentFile(b"left"))
    assert {archive.file.name, left} <= store.objects.keys()
    delete_orphans(ThreadArchive, older=timezone.now() - datetime(2026, 10, 1, tzinfo=UTC))
    assert left in store.objects
    delete_orphans(ThreadArchive, older=timezone.now() - datetime(2026, 11, 2, tzinfo=UTC))
    assert left not in store.objects
    assert archive.file.name in store.objects


def test_a_wrong_key_is_an_error_and_no_file_is_taken_for_kept(scene, store, settings):
    options = settings.STORAGES["private"]["OPTIONS"] | {"access_key": "another"}
    settings.STORAGES = settings.STORAGES | {"private": settings.STORAGES["private"] | {"OPTIONS": options}}
    with pytest.raises(ClientError):
        private_storage().save("files/aa/one.pdf", ContentFile(PDF))
    assert store.objects == {}
