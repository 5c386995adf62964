"""Members come into the register from a table: looked at first, written once, taken back."""

from datetime import date, datetime

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from lk_addon.exchange.models import ImportRow, ImportRun
from lk_addon.registry.domain.membership import correct_entry
from lk_addon.registry.models import Member
from lk_addon.registry.public.rows import catch_up
from tests.factories.registry import make_inn, make_ogrn
from tests.lk_addon.exchange.conftest import HEAD, csv_file, errors_of, workbook
from tests.scenarios import back_office_of, cabinet_of

NAME = "Общество с ограниченной ответственностью «Новичок»"


def new_row(number="7001", counter=70001, **changes):
    fields = {"number": number, "inn": make_inn(counter), "name": NAME, "ogrn": make_ogrn(counter)}
    return (*(fields | changes).values(), "03.03.2025")


def test_check_changes_nothing_and_says_what_would_change(scene, checked):
    before = Member.objects.count()
    run = checked("members", workbook(HEAD, new_row()))
    assert run.state == ImportRun.State.CHECKED
    assert run.counts() == {"add": 1}
    assert Member.objects.count() == before


def test_new_members_are_entered_with_their_history(applied):
    run = applied("members", workbook(HEAD, new_row(), new_row("7002", 70002)))
    member = Member.objects.get(registration_number="7001")
    assert run.counts() == {"applied": 2}
    assert member.full_name == NAME
    assert member.registered_at == date(2025, 3, 3)
    assert member.changes.get().kind == "registered"
    assert member.register_row.name_key == member.sort_name


def test_numbers_and_dates_of_a_spreadsheet_keep_their_meaning(applied):
    inn, ogrn = make_inn(70003), make_ogrn(70003)
    row = (7003.0, int(inn), NAME, int(ogrn), datetime(2025, 3, 3))  # noqa: DTZ001 - as a spreadsheet has it
    applied("members", workbook(("Реестр членов",), (), HEAD, row, ("Итого", "", "1")))
    member = Member.objects.get(registration_number="7003")
    assert (member.inn, member.ogrn, member.registered_at) == (inn, ogrn, date(2025, 3, 3))


def test_head_of_two_rows_with_merged_cells_is_understood(checked):
    top = ("Запись", "", "Организация", "", "Сроки")
    run = checked("members", workbook(top, HEAD, new_row()))
    assert run.counts() == {"add": 1}


def test_same_file_again_changes_nothing(applied, checked):
    file = workbook(HEAD, new_row())
    applied("members", file)
    run = checked("members", file)
    assert run.counts() == {}
    assert run.unchanged_rows == 1


def test_correction_keeps_the_version_before_it_and_is_taken_back(scene, applied, undone):
    number, old = scene.north.registration_number, scene.north.phones
    head = (*HEAD[:3], "Дата внесения в реестр", "Телефоны")
    row = (number, scene.north.inn, scene.north.full_name, scene.north.registered_at, "+7 (000) 000-77-77")
    run = applied("members", workbook(head, row))
    member = Member.objects.get(pk=scene.north.pk)
    assert member.phones == "+7 (000) 000-77-77"
    assert member.changes.first().old == {"phones": old}
    assert undone(run).counts() == {"undone": 1}
    member.refresh_from_db()
    assert member.phones == old


def test_wrong_rows_are_named_and_skipped(scene, applied):
    twin = new_row("7005", 70005)
    run = applied(
        "members",
        workbook(
            HEAD,
            new_row(inn="1234567895"),
            new_row("7004", 70004, inn=scene.north.inn),
            twin,
            twin,
            (scene.north.registration_number, *new_row("", 70006)[1:]),
            ("7007", "", NAME, "", "31.02.2025"),
        ),
    )
    said = " ".join(errors_of(run))
    assert run.counts() == {"wrong": 5, "applied": 1}
    for words in ("ИНН:", "уже есть действующий член", "Номер 7005 уже был в строке 4", "другая организация"):
        assert words in said, words
    assert "Даты «31.02.2025» нет в календаре" in said
    assert "ИНН: не заполнено" in said


@pytest.mark.req("REQ-1.4")
def test_exclusion_by_import_closes_the_cabinet_on_the_next_request(scene, applied):
    browser = cabinet_of(scene.member)
    assert browser.get("/organization/").status_code == 200
    head = (
        *HEAD[:3],
        "Дата внесения в реестр",
        "Членство прекращено",
        "Основание прекращения",
        "Документ о прекращении",
    )
    row = (scene.north.registration_number, scene.north.inn, scene.north.full_name, scene.north.registered_at)
    applied("members", workbook(head, (*row, date(2026, 1, 15), "добровольный выход", "Заявление № 1")))
    assert browser.get("/organization/").status_code == 302
    assert Member.objects.get(pk=scene.north.pk).termination_ground == "own_will"


def test_entry_made_by_mistake_stays_for_staff_and_is_shown_to_nobody(scene, applied, undone, client):
    applied("members", workbook(HEAD, new_row("7002", 70002)))
    run = applied("members", workbook(HEAD, new_row()))
    card, file = "/reestr/7001/", "/reestr/export.csv"
    assert client.get(card).status_code == 200
    assert "7001" in b"".join(client.get(file).streaming_content).decode()
    undone(run)
    member = Member.objects.get(registration_number="7001")
    assert (member.termination_ground, member.is_acting()) == ("mistake", False)
    assert client.get(card).status_code == 404
    assert member.inn not in client.get("/reestr/").content.decode()
    said = b"".join(client.get(file).streaming_content).decode()
    assert member.inn not in said
    assert "7002" in said
    assert client.get("/api/v1/register/7001/").status_code == 404
    assert member.inn not in client.get("/api/v1/register/").content.decode()
    assert catch_up() == 0
    browser = back_office_of(scene.staff)
    assert browser.get(f"/admin/registry/{member.pk}/").status_code == 200


def test_file_that_was_taken_back_is_loaded_again(applied, undone, checked, client):
    undone(applied("members", workbook(HEAD, new_row())))
    run = applied("members", workbook(HEAD, new_row(counter=70011, name="Общество «Теперь верно»")))
    member = Member.objects.get(registration_number="7001")
    assert run.counts() == {"applied": 1}
    assert (member.is_acting(), member.inn, member.full_name) == (True, make_inn(70011), "Общество «Теперь верно»")
    assert client.get("/reestr/7001/").status_code == 200
    assert [change.kind for change in member.changes.all()] == ["restored", "corrected", "excluded", "registered"]
    assert checked("members", workbook(HEAD, new_row(counter=70011, name="Общество «Теперь верно»"))).counts() == {}
    assert undone(run).counts() == {"undone": 1}
    assert not Member.objects.public().filter(registration_number="7001").exists()


def test_entry_that_was_changed_since_is_kept_and_says_why(scene, applied, undone):
    run = applied("members", workbook(HEAD, new_row()))
    member = Member.objects.get(registration_number="7001")
    member.phones = "+7 (000) 000-12-12"
    correct_entry(member=member, actor=scene.staff, ground="Заявление № 1")
    run = undone(run)
    assert run.counts() == {"kept": 1}
    assert "изменили после загрузки" in errors_of(run)[0]
    assert Member.objects.get(pk=member.pk).is_acting()


def test_values_are_shown_in_words(scene, checked):
    head = (*HEAD[:3], "Дата внесения в реестр", "Соответствие условиям членства", "Дата решения о приёме")
    row = (scene.north.registration_number, scene.north.inn, scene.north.full_name, scene.north.registered_at)
    run = checked("members", workbook(head, (*row, "Не соответствует", date(2025, 2, 20))))
    shown = {label: (old, new) for label, old, new in run.rows.get().shown}
    assert shown["Соответствие условиям членства"] == ("соответствует", "не соответствует")
    assert shown["Дата решения о приёме"] == (None, "20.02.2025")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_csv_in_the_encodings_of_offices(checked, encoding):
    lines = [";".join(HEAD), ";".join(new_row())]
    assert checked("members", csv_file("\r\n".join(lines), encoding=encoding)).counts() == {"add": 1}


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.xlsx", "пуст"),
        (b"PK\x03\x04 broken", "a.xlsx", "не похоже на XLSX"),
        ("Отчёт;без;нужных;столбцов\r\n1;2;3;4".encode(), "a.csv", "нет столбцов: «Регистрационный номер»"),
        (";".join(HEAD).encode(), "a.csv", "ни одной строки"),
        ("\r\n".join([";".join(HEAD), ";".join(new_row())]).encode("cp866", "replace"), "a.csv", "Кодировка"),
        (f'{";".join(HEAD)}\r\n"7001;не закрыта'.encode(), "a.csv", "кавычки"),
    ],
)
def test_broken_file_is_refused_with_a_reason_and_changes_nothing(scene, checked, content, name, words):
    before = Member.objects.count()
    file = csv_file("", name=name)
    file.file.write(content)
    file.seek(0)
    file.size = len(content)
    try:
        run = checked("members", file)
    except ValidationError as refused:  # an empty or broken file is refused before it is stored
        problem = str(refused)
    else:
        assert run.state == ImportRun.State.UNREADABLE
        assert not run.rows.exists()
        problem = run.problem
    assert words in problem
    assert Member.objects.count() == before


def test_formula_is_no_value(checked):
    row = list(new_row())
    row[2] = "=HYPERLINK(1)"
    run = checked("members", csv_file("\r\n".join([";".join(HEAD), ";".join(row)])))
    assert "в ячейке формула" in errors_of(run)[0]


def test_step_begun_again_after_its_worker_died_doubles_nothing(scene, checked, monkeypatch):
    from lk_addon.exchange.domain import imports

    monkeypatch.setattr(imports, "BATCH", 1)
    run = checked("members", workbook(HEAD, *(new_row(str(7100 + n), 71000 + n) for n in range(3))))
    run = imports.confirm(run=run, actor=scene.staff)
    tell = imports._tell_progress
    calls = []

    def die_after_the_second_batch(*args, **fields):
        calls.append(fields)
        if len(calls) == 2:
            raise KeyboardInterrupt
        tell(*args, **fields)

    with monkeypatch.context() as patch:
        patch.setattr(imports, "_tell_progress", die_after_the_second_batch)
        with pytest.raises(KeyboardInterrupt):
            imports.work(run)
    assert Member.objects.filter(registration_number__startswith="710").count() == 2
    imports.work(ImportRun.objects.get(pk=run.pk))
    assert Member.objects.filter(registration_number__startswith="710").count() == 3
    assert run.counts() == {"applied": 3}


def test_row_changed_after_the_check_is_not_overwritten(scene, checked):
    from lk_addon.exchange.domain import imports

    head = (*HEAD[:3], "Дата внесения в реестр", "Телефоны")
    row = (scene.north.registration_number, scene.north.inn, scene.north.full_name, scene.north.registered_at, "+7 1")
    run = checked("members", workbook(head, row))
    Member.objects.filter(pk=scene.north.pk).update(phones="+7 (000) 000-00-99")
    imports.work(imports.confirm(run=run, actor=scene.staff))
    assert run.rows.get().state == ImportRow.State.REFUSED
    assert Member.objects.get(pk=scene.north.pk).phones == "+7 (000) 000-00-99"


def test_settings_name_the_revival_of_stalled_imports():
    assert "lk_addon.exchange.tasks.revive_stalled" in {task["task"] for task in settings.CELERY_BEAT_SCHEDULE.values()}
