"""Contracts, amendments and acts come by a table, are corrected by it, and are taken back."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cms.audit.models import AuditEntry
from lk_addon.cabinet.prepare import ACCOUNTING_DEPARTMENT, CONTROL_DEPARTMENT
from lk_addon.contracts.domain.contracts import close_contract, save_contract
from lk_addon.contracts.models import AcceptanceAct, Contract
from lk_addon.contracts.queries import contracts_of
from lk_addon.exchange.models import ImportRun
from tests.lk_addon.exchange.conftest import csv_file, errors_of, workbook
from tests.scenarios import back_office_of, cabinet_of, staff_of

HEAD = (
    "ИНН члена СРО",
    "Запись",
    "Номер договора",
    "Дата договора",
    "Способ заключения",
    "Заказчик",
    "Объект",
    "Цена договора",
    "Окончание работ",
    "Состояние",
    "Исполнен или расторгнут",
    "Номер документа",
    "Дата документа",
    "Сумма документа",
    "Новое окончание работ",
    "Номер в учётной системе",
)


def deal(member, number="15-П", **changes):
    """A line of a contract; ``changes`` name columns."""
    said = {
        "ИНН члена СРО": member.inn,
        "Запись": "договор",
        "Номер договора": number,
        "Дата договора": "12.01.2026",
        "Способ заключения": "44-ФЗ",
        "Заказчик": "МКУ «Заказчик»",
        "Объект": "Школа на 500 мест",
        "Цена договора": "12 500 000,00",
        "Окончание работ": "30.11.2026",
    } | changes
    return tuple(said.get(title, "") for title in HEAD)


def part(member, record, number, day, amount="", **changes):
    """A line of an amendment or an act of the contract 15-П."""
    said = {"ИНН члена СРО": member.inn, "Запись": record, "Номер договора": "15-П", "Дата договора": "12.01.2026"}
    said |= {"Номер документа": number, "Дата документа": day, "Сумма документа": amount} | changes
    return tuple(said.get(title, "") for title in HEAD)


def whole(member):
    """A contract with an amendment and an act."""
    return workbook(
        HEAD,
        deal(member),
        part(member, "доп. соглашение", "1", "01.02.2026", "13000000", **{"Новое окончание работ": "31.12.2026"}),
        part(member, "акт", "КС-2 № 1", "10.02.2026", "3 000 000"),
    )


def test_contract_comes_with_its_amendment_and_act(scene, applied):
    assert applied("contracts", whole(scene.north)).counts() == {"applied": 3}
    contract = contracts_of(scene.north).get()
    assert (contract.number, contract.date, contract.procurement) == ("15-П", date(2026, 1, 12), "fz44")
    assert (contract.price, contract.price_now, contract.end_now) == (12_500_000, 13_000_000, date(2026, 12, 31))
    assert (contract.accepted, contract.remaining) == (3_000_000, 10_000_000)
    assert AuditEntry.objects.filter(action="contract.registered", object_id=str(contract.pk)).exists()
    assert "15-П" in cabinet_of(scene.member).get("/contracts/").content.decode()
    assert "15-П" not in cabinet_of(scene.outsider).get("/contracts/").content.decode()


def test_same_file_again_changes_nothing(scene, applied, checked):
    applied("contracts", whole(scene.north))
    run = checked("contracts", whole(scene.north))
    assert (run.counts(), run.unchanged_rows) == ({}, 3)


def test_change_is_shown_old_and_new_and_is_taken_back(scene, applied, checked, undone):
    applied("contracts", whole(scene.north))
    corrected = workbook(
        HEAD,
        deal(scene.north, **{"Заказчик": "ООО «Другой»", "Окончание работ": ""}),
        part(scene.north, "акт", "КС-2 № 1", "10.02.2026", "2500000"),
    )
    run = checked("contracts", corrected)
    shown = [{label: (old, new) for label, old, new in row.shown} for row in run.rows.all()]
    assert run.counts() == {"change": 2}
    assert shown[0]["Заказчик"] == ("МКУ «Заказчик»", "ООО «Другой»")
    assert "Окончание работ" not in shown[0]
    assert shown[1]["Сумма документа"] == ("3000000.00", "2500000.00")
    run = applied("contracts", corrected)
    contract = contracts_of(scene.north).get()
    assert (contract.customer_name, contract.accepted) == ("ООО «Другой»", 2_500_000)
    assert undone(run).counts() == {"undone": 2}
    contract = contracts_of(scene.north).get()
    assert (contract.customer_name, contract.accepted) == ("МКУ «Заказчик»", 3_000_000)


def test_load_is_taken_back_whole_and_comes_again(scene, applied, undone):
    assert undone(applied("contracts", whole(scene.north))).counts() == {"undone": 3}
    assert not Contract.objects.exists()
    entry = AuditEntry.objects.get(action="contract.withdrawn")
    assert entry.data["kept"]["number"] == "15-П"
    assert applied("contracts", whole(scene.north)).counts() == {"applied": 3}
    assert contracts_of(scene.north).get().remaining == 10_000_000


def add_act(contract, actor):
    contract.acts.add(AcceptanceAct(number="9", date=date(2026, 3, 1), amount=Decimal(5)))
    save_contract(contract=contract, actor=actor, changed=["acts"])


def complete(contract, actor):
    close_contract(contract=contract, status="completed", closed_on=date(2026, 3, 1), actor=actor)


@pytest.mark.parametrize("change", [add_act, complete])
def test_what_was_changed_since_is_kept_and_says_why(scene, applied, undone, change):
    run = applied("contracts", workbook(HEAD, deal(scene.north)))
    change(Contract.objects.get(), scene.staff)
    run = undone(run)
    assert run.counts() == {"kept": 1}
    assert errors_of(run)[0]
    assert Contract.objects.exists()


def test_contract_is_known_by_its_number_in_the_accounting_system(scene, applied, checked):
    mark = {"Номер в учётной системе": "000123"}
    applied("contracts", workbook(HEAD, deal(scene.north, **mark)))
    run = applied("contracts", workbook(HEAD, deal(scene.north, number="15-П/2026", **mark)))
    assert run.counts() == {"applied": 1}
    assert Contract.objects.get().number == "15-П/2026"
    assert checked("contracts", workbook(HEAD, deal(scene.north, number="15-П/2026", **mark))).counts() == {}


def test_contract_changed_after_the_check_is_not_overwritten(scene, applied, checked):
    from lk_addon.exchange.domain import imports

    applied("contracts", workbook(HEAD, deal(scene.north)))
    run = checked("contracts", workbook(HEAD, deal(scene.north, **{"Объект": "Больница"})))
    Contract.objects.update(object_name="Поликлиника")
    imports.work(imports.confirm(run=run, actor=scene.staff))
    assert run.rows.get().state == "refused"
    assert Contract.objects.get().object_name == "Поликлиника"


def test_wrong_lines_are_named_and_skipped(scene, applied):
    run = applied(
        "contracts",
        workbook(
            HEAD,
            deal(scene.north),
            deal(scene.north),
            deal(scene.montage, **{"ИНН члена СРО": "0099999992"}),
            deal(scene.montage, number="2", **{"Цена договора": "-5"}),
            deal(scene.montage, number="3", **{"Состояние": "исполнен"}),
            deal(scene.montage, number="4", **{"Способ заключения": "по знакомству"}),
            deal(scene.montage, number="5", **{"Дата договора": "12.01.2099"}),
            part(scene.montage, "акт", "1", "10.02.2026", "5"),
            part(scene.north, "акт", "1", "10.02.2026"),
            part(scene.north, "акт", "1", "10.01.2026", "5"),
        ),
    )
    assert run.counts() == {"applied": 1, "wrong": 9}
    said = errors_of(run)
    for words in (
        "Эта же запись уже была в строке 2",
        "нет члена СРО с этим ИНН",
        "больше нуля",
        "Дата исполнения или расторжения нужна",
        "нет такого значения",
        "ещё не заключён",
        "нет ни в журнале",
        "Не заполнено: Сумма документа",
        "раньше самого договора",
    ):
        assert any(words in error for error in said), (words, said)
    assert Contract.objects.count() == 1


def test_csv_of_an_office_is_understood(scene, applied):
    lines = [";".join(HEAD), ";".join(deal(scene.north))]
    assert applied("contracts", csv_file("\r\n".join(lines))).counts() == {"applied": 1}


def test_control_department_loads_contracts_and_others_do_not(scene, django_capture_on_commit_callbacks):
    def send(browser):
        file = SimpleUploadedFile("договоры.xlsx", workbook(HEAD, deal(scene.north)).read())
        return browser.post("/admin/exchange/", {"kind": "contracts", "file": file})

    for other in (scene.staff, staff_of(ACCOUNTING_DEPARTMENT)):
        assert "kind" in send(back_office_of(other)).context["form"].errors
    assert not ImportRun.objects.exists()
    browser = back_office_of(staff_of(CONTROL_DEPARTMENT))
    with django_capture_on_commit_callbacks(execute=True):
        page = send(browser)
    html = browser.get(page.url).content.decode()
    assert "Будет внесено строк: <strong>1</strong>" in html
    assert "44-ФЗ" in html
    assert "12.01.2026" in html
    assert back_office_of(scene.staff).get(page.url).status_code == 404


def test_sample_is_understood_by_its_own_import(scene, checked):
    answer = back_office_of(staff_of(CONTROL_DEPARTMENT)).get("/admin/exchange/sample/contracts/")
    run = checked("contracts", SimpleUploadedFile("Образец.xlsx", b"".join(answer.streaming_content)))
    assert run.state == ImportRun.State.CHECKED
    assert errors_of(run) == ["В реестре нет члена СРО с этим ИНН. Строка пропускается, запись не создаётся."]
