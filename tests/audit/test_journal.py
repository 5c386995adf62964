"""The journal: only ever added to, chained, read by administrators."""

import csv
import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook
from structlog.contextvars import bound_contextvars

from cms.audit import actions, reports
from cms.audit.domain import act, first_broken_entry, record
from cms.audit.models import AuditEntry
from cms.core import exports
from cms.users.groups import ADMINISTRATORS, EDITORS, prepare_roles
from cms.users.models import User
from tests.factories.sessions import signed_in_client

pytestmark = [pytest.mark.req("REQ-4.1"), pytest.mark.django_db]

JOURNAL = "/admin/reports/journal/"


def make_staff(role):
    prepare_roles()
    user = User.objects.create_user(f"{role}@example.com".replace("ы", "y"), is_staff=True, last_name=role)
    user.groups.set([role_group(role)])
    return user


def role_group(name):
    return Group.objects.get(name=name)


@pytest.fixture
def entries():
    return [record("test.done", number=number) for number in range(3)]


@pytest.fixture
def office():
    """An administrator's browser."""
    return signed_in_client(make_staff(ADMINISTRATORS))


class WithoutTrigger:
    """The hands of somebody who owns the database."""

    def __enter__(self):
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # PostgreSQL alters no table with checks still to do
            cursor.execute("ALTER TABLE audit_auditentry DISABLE TRIGGER audit_auditentry_append_only")

    def __exit__(self, *args):
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE audit_auditentry ENABLE TRIGGER audit_auditentry_append_only")


@pytest.mark.parametrize(
    "act",
    [
        lambda: AuditEntry.objects.update(action="nothing.happened"),
        lambda: AuditEntry.objects.all().delete(),
        lambda: AuditEntry.objects.first().save(),
    ],
)
def test_the_database_refuses_change_and_removal(entries, act):
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        act()
    assert AuditEntry.objects.filter(action="test.done").count() == 3


def test_the_chain_of_honest_entries_holds(entries, capsys):
    assert first_broken_entry() is None
    call_command("check_audit")
    assert f"последний хеш {entries[-1].hash}" in capsys.readouterr().out


@pytest.mark.parametrize(
    "change",
    [
        {"action": "nothing.happened"},
        {"data": {"number": 99}},
        {"object_id": "7"},
        {"ip_address": "203.0.113.7"},
        {"previous_hash": "0" * 64},
    ],
)
def test_an_edited_entry_is_found(entries, change):
    with WithoutTrigger():
        AuditEntry.objects.filter(pk=entries[1].pk).update(**change)
    assert first_broken_entry() == entries[1]
    with pytest.raises(CommandError, match=f"запись {entries[1].pk}"):
        call_command("check_audit")


def test_a_removed_entry_is_found(entries):
    with WithoutTrigger():
        AuditEntry.objects.filter(pk=entries[1].pk).delete()
    assert first_broken_entry() == entries[2]


def test_an_entry_and_its_change_are_kept_or_lost_together():
    with transaction.atomic():
        record("test.done")
        transaction.set_rollback(True)
    assert not AuditEntry.objects.filter(action="test.done").exists()


def test_an_act_writes_its_entries_at_its_end():
    with act():
        record("test.first")
        with act():
            record("test.second")
        assert not AuditEntry.objects.exists()
        record("test.third")
    kept = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(kept) == ["test.first", "test.second", "test.third"]
    assert first_broken_entry() is None


def test_what_fails_inside_of_an_act_leaves_no_entry():
    @act()
    def fail():
        record("test.failed")
        raise ValidationError("Нельзя.")

    with act():
        record("test.done")
        with pytest.raises(ValidationError):
            fail()
    assert AuditEntry.objects.get().action == "test.done"
    with pytest.raises(ValidationError):
        fail()
    record("test.next")
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == ["test.done", "test.next"]


@pytest.mark.django_db(transaction=True)
def test_parallel_writers_keep_the_chain():
    def write(number):
        try:
            return record("test.done", number=number).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(write, range(40)))) == 40
    assert first_broken_entry() is None


def test_an_administrator_reads_searches_and_filters(office, entries):
    person = User.objects.create_user("ivanov@example.com", last_name="Иванов")
    record("user.password_changed", actor=person, obj=person)
    response = office.get(JOURNAL)
    assert response.status_code == 200, response["Location"]
    page = response.content.decode()
    assert "test.done" in page
    assert "пароль изменён" in page
    assert "Иванов" in page
    for query in (
        "q=ivanov",
        "action=user.password_changed",
        "actor=ivanov@",
        f"object_id={person.pk}&action=user.password_changed",
    ):
        found = office.get(f"{JOURNAL}results/?{query}").content.decode()
        assert "Иванов" in found, query
        assert "test.done" not in found, query
    assert "test.done" not in office.get(f"{JOURNAL}results/?at_to=2020-01-01").content.decode()


def test_codes_and_moments_are_told_in_words(office):
    record(
        "outage.announced",
        kind="planned",
        ends_at="2026-11-24T05:00:00+03:00",
        cancelled_at=None,
        services=["site"],
        consents=[{"kind": "planned", "edition": 7}],
    )
    record("member.changed", obj=User.objects.create_user("k@example.com"), changed=["last_name"], at="2026-11-24")
    page = office.get(JOURNAL).content.decode()
    assert "перерыв объявлен" in page
    for words in (
        "вид: Плановые работы",
        "окончание: 24.11.2026 05:00",
        "отменён: —",
        "номер страницы редакции: 7",
        "изменено: фамилия",
        "когда: 24.11.2026",
    ):
        assert words in page


def test_a_page_of_the_journal_costs_the_same_for_one_entry_and_for_many(office):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert office.get(JOURNAL).status_code == 200
        return len(queries)

    cost()
    few = cost()
    for number in range(60):
        person = User.objects.create_user(f"person{number}@example.com")
        record("test.done", actor=person, obj=person)
    assert cost() == few
    assert "person0@" not in office.get(JOURNAL).content.decode()  # the oldest is on the next page


def test_the_journal_cannot_be_changed_through_the_back_office(office, entries):
    for method in (office.post, office.put, office.delete):
        assert method(JOURNAL).status_code == 405


def test_an_editor_and_a_stranger_read_nothing(entries, site_client):
    editor = signed_in_client(make_staff(EDITORS))
    for address in (JOURNAL, f"{JOURNAL}results/", f"{JOURNAL}?export=csv"):
        assert editor.get(address).status_code in (302, 403)
        assert site_client.get(address).status_code == 302
    assert "Журнал действий" not in editor.get("/admin/").content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_export_is_complete_and_no_cell_is_a_formula(office, kind):
    villain = User.objects.create_user("=cmd@example.com")
    record("test.done", actor=villain, obj=villain, text="=1+1")
    body = b"".join(office.get(f"{JOURNAL}?export={kind}").streaming_content)
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    else:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0)
        rows = sheet.to_python()
        with zipfile.ZipFile(io.BytesIO(body)) as parts:  # a formula would be an element of its own
            assert "<f>" not in parts.read("xl/worksheets/sheet1.xml").decode()
        assert "=cmd@example.com" in [row[2] for row in rows]
    count = AuditEntry.objects.count()  # the export's own entry stands in the file too
    assert len(rows) - 1 == count
    assert AuditEntry.objects.get(action="journal.exported").data == {"rows": count - 1}


def test_a_long_journal_goes_to_the_background_with_its_conditions(office, settings, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 1)
    for number in range(3):
        record("test.done", number="0901", count=number)
    record("test.done", number="0902")
    answer = office.get(f"{JOURNAL}?member=0901&export=xlsx")
    if not settings.LK_ADDON:
        assert answer.status_code == 200
        return
    assert parse_qs(urlsplit(answer["Location"]).query) == {"list": ["audit.journal"], "query": ["member=0901"]}
    assert office.get(answer["Location"]).status_code == 200
    reader = User.objects.get(last_name=ADMINISTRATORS)
    sheet = exports.get("audit.journal").sheet(reader, "member=0901")
    assert [sheet.cells(entry)[4] for entry in sheet.rows] == ["test.done"] * 3
    assert exports.get("audit.journal").permits(reader)
    assert not exports.get("audit.journal").permits(make_staff(EDITORS))
    with pytest.raises(ValidationError):
        exports.get("audit.journal").sheet(reader, "action=no.such")


def test_entries_are_found_by_address_member_and_words_of_their_details(office):
    with bound_contextvars(ip="203.0.113.7"):
        record("user.identified", number="0901", document="паспорт канарейки")
    record("user.identified", member="0902")
    record("user.identified", login="NSS-0903-1")

    def found(query):
        return len(office.get(f"{JOURNAL}results/?{query}").context["object_list"])

    for query in (
        "q=канарейки",
        "q=203.0.113.7",
        "q=0901",
        "ip_address=203.0.113",
        "member=0901",
        "member=0902",
        "member=903",
    ):
        assert found(query) == 1, query
    assert found("ip_address=203.0.113.8") == 0
    assert found("") > 3


def test_entries_are_told_in_russian(office):
    person = User.objects.create_user("ivanov@example.com", last_name="Иванов")
    record("user.staff_changed", actor=person, obj=person, groups=["Редакторы"], is_active=False, changed=[])
    page = office.get(JOURNAL).content.decode()
    assert "учётная запись сотрудника изменена" in page
    for detail in ("роли: Редакторы", "активен: нет", "изменено: —"):
        assert detail in page
    assert f"пользователь №\N{NO-BREAK SPACE}{person.pk}" in page


def test_a_word_means_what_it_means_in_the_room_of_its_act(office):
    record("level.set", before=2)
    record("mail_wishes.changed", before=["news"])
    record("report_form.copied", source="за 2025 год")
    record("edition.published", source="файл")
    record("file.scanned", verdict="unscanned")
    page = office.get(JOURNAL).content.decode()
    assert "итог проверки: не проверен антивирусом" in page
    for told in ("прежний уровень: 2", "было: news", "с чего сделана: за 2025 год", "откуда: файл"):
        assert told in page


def test_one_word_is_not_given_two_meanings(monkeypatch):
    monkeypatch.setattr(actions, "_detail_labels", {})
    monkeypatch.setattr(actions, "_value_labels", {})
    actions.describe_details(before="было")
    actions.describe_details("level", before="прежний уровень")
    assert actions.detail_label("before", "level.set") == "прежний уровень"
    assert actions.detail_label("before", "mandate.changed") == actions.detail_label("before") == "было"
    for subject in ("", "level"):
        with pytest.raises(ImproperlyConfigured, match="two names"):
            actions.describe_details(subject, before="прежде")
    actions.describe_values(colour={"red": "красный"})
    with pytest.raises(ImproperlyConfigured, match="two names"):
        actions.describe_values(colour={"red": "алый"})


def test_sums_are_told_as_people_write_them(monkeypatch):
    monkeypatch.setattr(actions, "_detail_labels", {("", "price"): "цена, ₽", ("", "number"): "номер"})
    entry = record("test.done", price=Decimal("7200000.0"), number="12.5")
    assert reports.details(entry) == "цена, ₽: 7\u00a0200\u00a0000,00; номер: 12.5"
