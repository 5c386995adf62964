"""The ZIP of a large thread: asked for, made by a worker, fetched by the one who asked, gone after its term."""

import io
import tracemalloc
import zipfile
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone

from cms.audit.models import AuditEntry
from cms.outbox.domain import drain
from lk_addon.cabinet.files import private_storage
from lk_addon.correspondence import tasks
from lk_addon.correspondence.domain import archives
from lk_addon.correspondence.domain.answering import reply
from lk_addon.correspondence.models import ThreadArchive
from lk_addon.files.models import StoredFile
from tests.factories.correspondence import sent_letter, stored_file
from tests.scenarios import back_office_of, cabinet_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-3.1.V9")]

State = ThreadArchive.State
LARGE = 3 * 1024 * 1024


@pytest.fixture(autouse=True)
def small_is_smaller(monkeypatch):
    """Have a worker make what is larger than a megabyte."""
    monkeypatch.setattr("lk_addon.correspondence.archive_answers.AT_ONCE", 1024 * 1024)


@pytest.fixture
def thread(scene):
    """A thread of ООО «Демострой-Север» with a large file."""
    return sent_letter(scene.member, scene.north, files=[large_file(scene)]).thread


@pytest.fixture
def browser(scene):
    """The cabinet of the one who wrote it."""
    return cabinet_of(scene.member)


def large_file(scene, **options):
    return stored_file(scene.north, name="Проект.pdf", content=b"%PDF-1.4 " + b"\0" * LARGE, **options)


def in_cabinet(thread, tail=""):
    return f"/correspondence/{thread.pk}/archive/{tail}"


def in_office(thread, tail=""):
    return f"/admin/correspondence/threads/{thread.pk}/archive/{tail}"


def made(thread, user):
    archive = archives.request(thread=thread, actor=user)
    tasks.make_archive(archive.pk)
    archive.refresh_from_db()
    assert archive.state == State.READY
    return archive


def said(archive):
    entries = AuditEntry.objects.filter(object_type="correspondence.threadarchive", object_id=str(archive.pk))
    return list(entries.order_by("pk").values_list("action", flat=True))


def names_in(answer):
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert archive.testzip() is None
        return [name.split("/")[-1] for name in archive.namelist()]


def end_link(archive):
    ThreadArchive.objects.filter(pk=archive.pk).update(expires_at=timezone.now())


@pytest.mark.parametrize("side", ["cabinet", "office"])
def test_a_large_thread_is_made_by_the_worker_and_fetched_by_the_one_who_asked(scene, thread, browser, desk, side):
    where, client = (in_cabinet, browser) if side == "cabinet" else (in_office, desk)
    begun = client.get(where(thread).removesuffix("/") + ".zip")
    assert (begun.status_code, begun["Location"]) == (302, where(thread))
    assert "Подготовить архив" in client.get(where(thread)).text
    assert not ThreadArchive.objects.exists()
    assert client.post(where(thread)).status_code == 302
    waiting = client.get(where(thread)).text
    assert "Архив готовится" in waiting
    assert "cabinet/progress" in waiting
    drain()
    archive = ThreadArchive.objects.get()
    assert archive.written > LARGE
    assert where(thread, "file/") in client.get(where(thread)).text
    answer = client.get(where(thread, "file/"))
    assert "attachment" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert names_in(answer) == ["переписка.html", "01 Проект.pdf"]
    names = ["requested", "made", "downloaded"]
    assert said(archive) == [f"thread_archive.{name}" for name in names]


def test_a_small_thread_comes_at_once_and_leaves_no_row(scene, browser):
    thread = sent_letter(scene.member, scene.north, files=[stored_file(scene.north, name="Акт.pdf")]).thread
    answer = browser.get(in_cabinet(thread).removesuffix("/") + ".zip")
    assert names_in(answer) == ["переписка.html", "01 Акт.pdf"]
    assert not ThreadArchive.objects.exists()


@pytest.mark.req("REQ-1.1.d", "REQ-1.4")
def test_outsiders_neither_ask_nor_look_nor_fetch(scene, thread, accountant):
    made(thread, scene.member)
    for tail in ("", "file/"):
        assert cabinet_of(scene.outsider).get(in_cabinet(thread, tail)).status_code == 404
        assert cabinet_of(scene.excluded).get(in_cabinet(thread, tail)).status_code == 302
        assert back_office_of(accountant).get(in_office(thread, tail)).status_code == 404
        assert back_office_of(scene.editor).get(in_office(thread, tail)).status_code == 302
    assert cabinet_of(scene.outsider).post(in_cabinet(thread)).status_code == 404
    assert back_office_of(accountant).post(in_office(thread)).status_code == 404
    assert ThreadArchive.objects.count() == 1
    assert not AuditEntry.objects.filter(action="thread_archive.downloaded").exists()


def test_an_employee_who_looks_in_is_told_where_archives_are_made(scene, thread):
    staff = cabinet_of(scene.staff)
    staff.post("/switch/", {"number": "0901"})
    page = staff.get(in_cabinet(thread)).text
    assert "на странице этой переписки для сотрудников" in page
    assert "Подготовить архив" not in page
    assert staff.post(in_cabinet(thread)).status_code == 403
    assert not ThreadArchive.objects.exists()


def test_a_colleague_does_not_get_what_another_asked_for(scene, thread):
    made(thread, scene.member)
    colleague = cabinet_of(scene.colleague)
    assert "Подготовить архив" in colleague.get(in_cabinet(thread)).text
    assert colleague.get(in_cabinet(thread, "file/"))["Location"] == in_cabinet(thread)


def test_a_double_click_and_an_archive_that_still_serves_make_nothing_new(scene, thread, browser):
    for _ in range(2):
        browser.post(in_cabinet(thread))
    drain()
    browser.post(in_cabinet(thread))
    first = ThreadArchive.objects.get()
    reply(thread=thread, text="Разъясняем.", actor=scene.staff)
    assert "пришли письма, в архиве их нет" in browser.get(in_cabinet(thread)).text
    browser.post(in_cabinet(thread))
    drain()
    first.refresh_from_db()
    assert (first.state, bool(first.file)) == (State.EXPIRED, False)
    assert names_in(browser.get(in_cabinet(thread, "file/")))


def test_a_member_asks_so_often_in_an_hour_and_then_reads_the_reason(scene, thread, browser, monkeypatch):
    monkeypatch.setattr("lk_addon.correspondence.views.archives.ARCHIVES_AN_HOUR", 1)
    browser.post(in_cabinet(thread))
    refused = cabinet_of(scene.colleague).post(in_cabinet(thread), follow=True)
    assert "скачала слишком много архивов" in refused.text
    assert ThreadArchive.objects.count() == 1


def test_the_link_ends_and_beat_deletes_the_file(scene, thread, browser, django_capture_on_commit_callbacks):
    archive = made(thread, scene.member)
    name = archive.file.name
    hours = (archive.expires_at - archive.begun_at) / timedelta(hours=1)
    assert settings.EXPORT_LINK_HOURS <= hours < settings.EXPORT_LINK_HOURS + 1
    tasks.expire_archives()
    assert private_storage().exists(name)
    end_link(archive)
    assert browser.get(in_cabinet(thread, "file/"))["Location"] == in_cabinet(thread)
    assert "Срок ссылки истёк" in browser.get(in_cabinet(thread)).text
    with django_capture_on_commit_callbacks(execute=True):
        tasks.expire_archives()
    assert not private_storage().exists(name)
    assert said(archive)[-1] == "thread_archive.expired"


def test_a_file_that_a_dead_worker_left_is_swept_away(scene, thread, monkeypatch):
    archive = made(thread, scene.member)
    left = private_storage().save("correspondence/threadarchive/left.zip", ContentFile(b"left"))
    tasks.expire_archives()
    assert private_storage().exists(left)
    monkeypatch.setattr(archives, "ORPHANED", timedelta(seconds=-1))
    tasks.expire_archives()
    assert not private_storage().exists(left)
    assert private_storage().exists(archive.file.name)


def test_a_virus_found_afterwards_shuts_the_archive_and_stays_out_of_the_next(scene, thread, browser):
    made(thread, scene.member)
    StoredFile.objects.update(scan=StoredFile.Scan.INFECTED, scanned_at=timezone.now())
    assert browser.get(in_cabinet(thread, "file/"))["Location"] == in_cabinet(thread)
    assert "Антивирус нашёл вредоносную программу" in browser.get(in_cabinet(thread)).text
    browser.post(in_cabinet(thread))
    drain()
    assert names_in(browser.get(in_cabinet(thread, "file/"))) == ["переписка.html"]


def test_the_work_of_a_dead_worker_is_begun_again_three_times_and_then_given_up(scene, thread, browser, monkeypatch):
    archive = archives.request(thread=thread, actor=scene.member)

    def dies(*args):
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(archives, "archive_of", dies)
        for _ in range(archives.ATTEMPTS):
            with pytest.raises(MemoryError):
                tasks.make_archive(archive.pk)
    tasks.revive_archives()
    archive.refresh_from_db()
    assert archive.state == State.MAKING
    ThreadArchive.objects.update(alive_at=timezone.now() - timedelta(minutes=3))
    tasks.revive_archives()
    archive.refresh_from_db()
    assert (archive.state, bool(archive.file)) == (State.FAILED, False)
    assert "с трёх попыток" in browser.get(in_cabinet(thread)).text
    planned = {task["task"] for task in settings.CELERY_BEAT_SCHEDULE.values()}
    here = "lk_addon.correspondence.tasks"
    assert {f"{here}.revive_archives", f"{here}.expire_archives"} <= planned


def test_an_archive_that_another_worker_makes_is_left_to_it(scene, thread, monkeypatch):
    archive = archives.request(thread=thread, actor=scene.member)
    monkeypatch.setattr(tasks, "alone", lambda *args: _Held())
    tasks.make_archive(archive.pk)
    archive.refresh_from_db()
    assert archive.attempts == 0


class _Held:
    """A lock that another worker holds."""

    def __enter__(self):
        return False

    def __exit__(self, *error):
        return None


def test_memory_stays_flat_and_progress_is_noted(scene, monkeypatch):
    files = [stored_file(scene.north, content=b"%PDF-1.4 " + bytes(24 * 1024 * 1024)) for _ in range(2)]
    thread = sent_letter(scene.member, scene.north, files=files).thread
    archive = archives.request(thread=thread, actor=scene.member)
    noted = []
    through = archives.archive_of

    def watched(*args):
        for piece in through(*args):
            yield piece
            noted.append(ThreadArchive.objects.get(pk=archive.pk).percent)

    monkeypatch.setattr(archives, "archive_of", watched)
    tracemalloc.start()
    tasks.make_archive(archive.pk)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 12 * 1024 * 1024
    assert len(set(noted)) >= 3
    assert noted == sorted(noted)
