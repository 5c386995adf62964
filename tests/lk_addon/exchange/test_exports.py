"""Exports: asked for, made in the background, fetched by the one who asked, gone after their term."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from cms.audit.models import AuditEntry
from cms.core import exports as lists
from cms.outbox.domain import drain
from cms.outbox.models import OutboxMessage
from lk_addon.cabinet.background import alone
from lk_addon.cabinet.files import private_storage
from lk_addon.cabinet.prepare import CONTROL_DEPARTMENT, MEMBER_DEPARTMENT
from lk_addon.exchange import tasks
from lk_addon.exchange.domain import exports
from lk_addon.exchange.models import ExportRun
from lk_addon.registry.models import Member
from tests.factories.registry import MemberFactory
from tests.lk_addon.test_registers import rows_of
from tests.scenarios import back_office_of, staff_of

pytestmark = pytest.mark.django_db

START, MINE = "/admin/exchange/exports/start/", "/admin/exchange/exports/"
MEMBERS = {"list": "registry.member", "query": "", "kind": "xlsx"}
State = ExportRun.State


@pytest.fixture
def long_lists(monkeypatch):
    """Every list counts as long, and a step of its making is one row."""
    monkeypatch.setattr(lists, "AT_ONCE", 0)
    monkeypatch.setattr("lk_addon.exchange.export_views.AT_ONCE", 0)
    monkeypatch.setattr(lists, "CHUNK", 1)


@pytest.fixture
def office(scene):
    return back_office_of(scene.staff)


@pytest.fixture
def asked(scene, long_lists):
    """An export that waits for its worker."""
    return exports.request(code="registry.member", query="", kind="xlsx", actor=scene.staff)


@pytest.fixture
def made(asked):
    exports.work(asked)
    return ExportRun.objects.get(pk=asked.pk)


def page(browser, run, act=""):
    return browser.get(f"{MINE}{run.pk}/{act}")


def content_of(answer):
    return b"".join(answer.streaming_content)


def said(run):
    return list(
        AuditEntry.objects.filter(object_id=str(run.pk), action__startswith="export.")
        .values_list("action", flat=True)
        .order_by("pk")
    )


def end_link(run):
    ExportRun.objects.filter(pk=run.pk).update(expires_at=timezone.now() - timedelta(seconds=1))


def test_few_rows_come_at_once_and_stay_among_ones_exports(office, scene):
    answer = office.post(START, MEMBERS | {"query": "q=0901&columns=inn"})
    run = ExportRun.objects.get()
    assert answer["Location"] == f"{MINE}{run.pk}/file/"
    assert rows_of(content_of(office.get(answer["Location"]))) == [
        ["Организация", "ИНН"],
        [scene.north.display_name, scene.north.inn],
    ]
    assert not OutboxMessage.objects.filter(handler="exchange.export").exists()
    assert said(run) == ["export.requested", "export.made", "export.downloaded"]
    assert "Скачать" in office.get(MINE).content.decode()


def test_many_rows_are_made_by_a_worker_whose_progress_is_seen(office, long_lists, monkeypatch):
    answer = office.post(START, MEMBERS)
    run = ExportRun.objects.get()
    assert answer["Location"] == f"{MINE}{run.pk}/"
    html = page(office, run).content.decode()
    assert "data-progress" in html
    assert "cabinet/progress" in html
    assert page(office, run, "file/").status_code == 404
    seen = []
    step = lists.write

    def watched(*args, **kwargs):
        for done in step(*args, **kwargs):
            yield done
            seen.append(ExportRun.objects.get().done_rows)

    monkeypatch.setattr(lists, "write", watched)
    monkeypatch.setattr(tasks.make_export, "delay", tasks.make_export)
    drain()
    assert seen[:4] == [1, 2, 3, 4]
    assert "Скачать XLSX" in page(office, run).content.decode()
    assert len(rows_of(content_of(page(office, run, "file/")))) == 1 + Member.objects.count()


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_no_cell_is_a_formula_and_csv_is_as_excel_reads_it(office, kind):
    MemberFactory(short_name="=HYPERLINK(1)", registration_number="7777")
    content = content_of(office.get(office.post(START, MEMBERS | {"query": "q=7777", "kind": kind})["Location"]))
    if kind == "csv":
        [head, row] = content.decode("utf-8-sig").splitlines()
        assert content.startswith("\ufeff".encode())
        assert head.startswith("Организация;№;ИНН;")
        assert row.startswith("'=HYPERLINK(1);7777;")
    else:
        assert rows_of(content)[1][0] == "=HYPERLINK(1)"


def test_a_double_click_is_one_export(office, long_lists):
    first, second = office.post(START, MEMBERS), office.post(START, MEMBERS)
    assert first["Location"] == second["Location"]
    assert office.post(START, MEMBERS | {"query": "status=acting"})["Location"] != first["Location"]
    tasks.make_export(ExportRun.objects.order_by("pk").first().pk)
    assert office.post(START, MEMBERS)["Location"] == f"{first['Location']}file/"
    assert ExportRun.objects.count() == 2
    ExportRun.objects.update(requested_at=timezone.now() - timedelta(minutes=1))
    office.post(START, MEMBERS)
    assert ExportRun.objects.count() == 3


def test_only_the_one_who_asked_finds_it(made, scene):
    neighbour = back_office_of(staff_of(MEMBER_DEPARTMENT))
    for act in ("", "file/"):
        assert page(neighbour, made, act).status_code == 404
    for act in ("cancel/", "discard/"):
        assert neighbour.post(f"{MINE}{made.pk}/{act}").status_code == 404
    assert not neighbour.get(MINE).context["runs"].object_list
    assert made in back_office_of(scene.staff).get(MINE).context["runs"].object_list
    editor = back_office_of(scene.editor)
    assert page(editor, made, "file/").status_code in (302, 403)
    made.refresh_from_db()
    assert made.state == State.READY


def take_right_away(user):
    user.groups.clear()
    user.groups.add(Group.objects.get(name=CONTROL_DEPARTMENT))
    group = user.groups.get()
    group.permissions.remove(
        *Permission.objects.filter(content_type__app_label="registry", codename__contains="member")
    )


def test_a_right_that_was_lost_since_makes_no_file_and_gives_none(asked, scene):
    exports.work(asked)
    take_right_away(scene.staff)
    office = back_office_of(scene.staff)
    assert page(office, asked, "file/").status_code in (302, 403)
    assert "export.downloaded" not in said(asked)
    ExportRun.objects.update(state=State.MAKING)
    exports.work(asked)
    asked.refresh_from_db()
    assert (asked.state, "Права на этот список" in asked.problem) == (State.FAILED, True)
    assert "Права на этот список" in page(office, asked).content.decode()
    assert office.post(START, MEMBERS).status_code in (302, 403)


def test_a_dismissed_employee_gets_no_file_made(asked, scene):
    scene.staff.is_staff = False
    scene.staff.save()
    exports.work(asked)
    asked.refresh_from_db()
    assert asked.state == State.FAILED


def test_the_link_ends_and_the_file_is_deleted(made, office, settings):
    assert timedelta(0) < made.expires_at - made.made_at == timedelta(hours=settings.EXPORT_LINK_HOURS)
    end_link(made)
    for look in (page(office, made), page(office, made, "file/")):
        assert "Срок ссылки истёк" in look.content.decode()
    assert page(office, made, "file/").status_code == 410
    assert "файл удалён" in office.get(MINE).content.decode()


@pytest.mark.django_db(transaction=True)
def test_beat_deletes_files_whose_link_has_ended_and_nothing_else(scene):
    kept, ended = (
        exports.request(code="registry.member", query=query, kind="csv", actor=scene.staff) for query in ("", "q=0901")
    )
    for run in (kept, ended):
        exports.work(run)
        run.refresh_from_db()
    end_link(ended)
    tasks.expire_exports()
    storage = private_storage()
    assert storage.exists(kept.file.name)
    assert not storage.exists(ended.file.name)
    ended.refresh_from_db()
    assert (ended.state, ended.file.name) == (State.EXPIRED, "")
    assert said(ended)[-1] == "export.expired"


def test_a_file_that_a_dead_worker_left_is_swept_away(made, monkeypatch):
    storage = private_storage()
    left = storage.save("exchange/exportrun/left.xlsx", ContentFile(b"left"))
    exports.expire()
    assert storage.exists(left)
    monkeypatch.setattr(exports, "ORPHANED", timedelta(seconds=-1))
    exports.expire()
    assert not storage.exists(left)
    assert storage.exists(made.file.name)


def test_the_owner_cancels_while_it_is_made_and_deletes_afterwards(asked, office, scene, monkeypatch):
    step = lists.write

    def cancelled_midway(*args, **kwargs):
        for done in step(*args, **kwargs):
            if done == 2:
                assert office.post(f"{MINE}{asked.pk}/cancel/").status_code == 302
            yield done

    monkeypatch.setattr(lists, "write", cancelled_midway)
    exports.work(asked)
    asked.refresh_from_db()
    assert (asked.state, bool(asked.file)) == (State.CANCELLED, False)
    assert asked.done_rows == 1
    html = page(office, asked).content.decode()
    assert "Выгрузка отменена" in html
    assert "Выгрузить ещё раз" in html
    office.post(f"{MINE}{asked.pk}/discard/")
    asked.refresh_from_db()
    assert asked.state == State.CANCELLED
    assert "Файла уже нет" in page(office, asked).content.decode()


def test_a_dead_worker_is_replaced_three_times_and_then_the_owner_is_told(asked, office, monkeypatch):
    began = []
    monkeypatch.setattr(tasks.make_export, "delay", began.append)
    tasks.revive_stalled()
    assert began == []
    ExportRun.objects.update(alive_at=timezone.now() - timedelta(minutes=3))
    tasks.revive_stalled()
    assert began == [asked.pk]

    def dies(*args, **kwargs):
        raise MemoryError

    with monkeypatch.context() as worker:
        worker.setattr(exports, "_write", dies)
        for _attempt in range(exports.ATTEMPTS):
            with pytest.raises(MemoryError):
                tasks.make_export(asked.pk)
    tasks.make_export(asked.pk)
    asked.refresh_from_db()
    assert asked.state == State.FAILED
    assert "Сузьте условия" in page(office, asked).content.decode()


def test_a_worker_that_died_midway_is_gone_on_after_by_another(asked, monkeypatch):
    def dies(*args, **kwargs):
        yield 1
        raise MemoryError

    with monkeypatch.context() as worker:
        worker.setattr(lists, "write", dies)
        with pytest.raises(MemoryError):
            tasks.make_export(asked.pk)
    tasks.make_export(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.attempts, asked.done_rows) == (State.READY, 2, Member.objects.count())


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_not_make_one_file(scene, long_lists, monkeypatch):
    monkeypatch.setattr(tasks.make_export, "delay", lambda run: None)
    asked = exports.request(code="registry.member", query="", kind="xlsx", actor=scene.staff)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [tasks.EXPORTS, asked.pk])
        tasks.make_export(asked.pk)
        asked.refresh_from_db()
        assert (asked.state, asked.attempts) == (State.MAKING, 0)
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [tasks.EXPORTS, asked.pk])
    finally:
        other.close()
    with alone(tasks.EXPORTS, asked.pk) as free:
        assert free


def test_the_page_before_an_export_asks_what_kind_of_file(office, scene):
    answer = office.get("/admin/registry/member/?status=acting&export=xlsx")
    assert answer["Location"] == f"{START}?list=registry.member&query=status%3Dacting"
    html = office.get(answer["Location"]).content.decode()
    assert 'value="status=acting"' in html
    assert "Выгрузить" in html
    assert office.get(f"{START}?list=no.such").status_code in (302, 403)
    refused = office.post(START, MEMBERS | {"query": "nonsense=1"})
    assert "Условия списка больше не действуют" in refused.content.decode()
    assert "слишком много" in office.post(START, MEMBERS | {"query": "q" * 2001}).content.decode()
    assert not ExportRun.objects.exists()


@pytest.mark.parametrize("count", [1, 15])
def test_ones_exports_cost_the_same_for_one_and_for_many(office, scene, count, django_assert_num_queries):
    for number in range(count):
        exports.request(code="registry.member", query=f"q={number}", kind="xlsx", actor=scene.staff)
    office.get(MINE)
    with django_assert_num_queries(12):
        office.get(MINE)


def test_the_menu_offers_ones_exports_to_those_who_may_export(office, scene):
    assert MINE in office.get("/admin/").content.decode()
    assert MINE not in back_office_of(scene.editor).get("/admin/").content.decode()
