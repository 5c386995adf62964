"""The whole register as XLSX and CSV (REQ-L.5)."""

import csv
import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from lk_addon.registry.models import Member, MemberHead, RegisterFile
from lk_addon.registry.public import exports, files
from lk_addon.registry.tasks import keep_public_register
from tests.factories.registry import MemberFactory
from tests.factories.rights import give_level, give_right
from tests.scenarios import exclude

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def download(client, kind):
    answer = client.get(f"/reestr/export.{kind}")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def read_csv(client):
    content = download(client, "csv")
    assert content.startswith("\ufeff".encode())
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def read_xlsx(client):
    rows = CalamineWorkbook.from_filelike(io.BytesIO(download(client, "xlsx"))).get_sheet_by_index(0).to_python()
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


@pytest.mark.req("REQ-L.5")
@pytest.mark.parametrize("read", [read_csv, read_xlsx])
def test_file_holds_every_entry_with_its_rights_and_levels(site_client, read):
    member = MemberFactory(short_name="ООО «Аист»", inn="0099000014", address_region="Демонстрационная область")
    give_right(member)
    give_level(member, "vv", 2, 500_000)
    exclude(MemberFactory(short_name="ООО «Бывший»"))
    first, second = read(site_client)
    assert first["Сокращённое наименование"] == "ООО «Аист»"
    assert first["ИНН"] == "0099000014"
    assert first["Статус"] == "Является членом"
    assert first["Регион"] == "Демонстрационная область"
    assert first["Руководитель"] == "Образцов Олег Олегович, Генеральный директор"
    assert (first["Право: обычные объекты"], first["Право приостановлено"]) == ("да", "нет")
    assert (first["Уровень по КФ ВВ"], first["Уровень по КФ ОДО"]) == ("второй", "")
    assert first["Взносы в КФ ВВ, ₽"] in ("500000,00", 500_000)
    assert second["Статус"] == "Исключён"
    assert second["Основание"] == "решение СРО об исключении"


@pytest.mark.parametrize("read", [read_csv, read_xlsx])
def test_nothing_that_is_not_public_is_in_a_file(site_client, read):
    MemberFactory(member_type="ip", address="канарейка", kpp="канарейка", email="k@example.com", website="канарейка")
    assert "канарейка" not in str(read(site_client))
    assert "example.com" not in str(read(site_client))


def test_coming_exclusion_is_not_told_before_its_day(site_client):
    exclude(MemberFactory(), days=2)
    (row,) = read_csv(site_client)
    assert (row["Статус"], row["Основание"], row["Документ"]) == ("Является членом", "", "")


@pytest.mark.parametrize("name", ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "\t=1"])
def test_a_name_is_never_a_formula(site_client, name):
    MemberFactory(short_name=name, phones="+7 (000) 000-00-01")
    (row,) = read_csv(site_client)
    assert row["Сокращённое наименование"] == f"'{name}"
    assert row["Телефоны"] == "+7 (000) 000-00-01"
    assert read_xlsx(site_client)[0]["Сокращённое наименование"].strip() == name.strip()


def test_file_is_made_once_for_each_state_of_the_register(site_client):
    MemberFactory(short_name="ООО «Первый»")
    assert download(site_client, "csv") == download(site_client, "csv")
    assert RegisterFile.objects.count() == 1
    for name in ("Второй", "Третий", "Четвёртый"):
        MemberFactory(short_name=f"ООО «{name}»")
        assert name in str(read_csv(site_client))
    assert RegisterFile.objects.count() == files.KEPT


def test_large_register_is_written_behind_the_scenes(site_client, monkeypatch):
    monkeypatch.setattr(files, "MOST_AT_ONCE", 0)
    MemberFactory(short_name="ООО «Первый»")
    answer = site_client.get("/reestr/export.csv")
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "Файл составляется" in answer.content.decode()
    keep_public_register()
    assert "Первый" in str(read_csv(site_client))
    Member.objects.bulk_create([_stored_in_bulk()])
    assert "Навалом" not in str(read_csv(site_client))
    keep_public_register()
    assert "Навалом" in str(read_csv(site_client))


def _stored_in_bulk():
    member = MemberFactory.build(short_name="ООО «Навалом»")
    member.derive_fields()
    return member


def test_too_many_downloads_are_refused(site_client):
    MemberFactory()
    for _time in range(10):
        download(site_client, "csv")
    answer = site_client.get("/reestr/export.csv")
    assert answer.status_code == 429
    assert "Слишком много запросов" in answer.content.decode()


@pytest.mark.parametrize("number", [1, 5])
def test_writing_costs_the_same_for_one_and_for_many(django_assert_num_queries, number):
    for count in range(number):
        member = MemberFactory()
        MemberHead.objects.create(member=member, position="Директор", full_name=f"Н {count}", since=date(2025, 1, 1))
    with django_assert_num_queries(3):
        assert exports.write_csv(io.BytesIO()) == number
