"""Which contracts members told of in time, late, or not at all (REQ-L.3)."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from cms.core import exports
from home.outages.domain import announce
from home.outages.models import Effect, Kind
from lk_addon.cabinet.departments import CONTROL_DEPARTMENT
from lk_addon.contracts.domain.contract_notices import follow_journal
from lk_addon.contracts.domain.contracts import close_contract, save_contract, withdraw_contract
from lk_addon.contracts.models import ContractNotice
from lk_addon.contracts.submissions.event import ENTER
from lk_addon.correspondence.domain.answering import decide, reject
from lk_addon.correspondence.domain.sending import withdraw
from lk_addon.registry.models import LegalTerm
from tests.factories import contracts as make
from tests.factories.correspondence import sent_letter, stored_file
from tests.scenarios import back_office_of, staff_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-L.3")]

LIST = "/admin/contracts/contractnotice/"
MONDAY = date(2026, 3, 2)  # told until Thursday
NEW = {
    "event": "concluded",
    "event_on": "2026-03-02",
    "amount": "48 000 000,00",
    "number": "77/26",
    "kind": "construction",
    "role": "general",
    "procurement": "direct",
    "customer_name": "МКУ «Учебный заказчик»",
    "customer_kind": "developer",
    "object_name": "Школа на 550 мест",
    "category": "simple",
}


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-03-04 09:00 +0300")
    return time_machine


def told(scene, code="odo_docs", **values):
    files = [stored_file(scene.north, name="Договор.pdf")]
    return sent_letter(scene.member, scene.north, code=code, files=files, subject="", text="", **values)


def entered(scene, letter):
    decide(thread=letter.thread, decision=ENTER, data={}, text="Внесено в журнал.", actor=scene.staff)


def states():
    """Return how many notices there are of each state."""
    rows = ContractNotice.objects
    return [rows.in_time().count(), rows.late().count(), rows.awaited().count(), rows.missing().count()]


def test_a_contract_told_of_by_a_letter_in_time(scene, clock):
    letter = told(scene, **NEW)
    clock.move_to("2026-03-20 09:00 +0300")  # staff may take their time
    entered(scene, letter)
    notice = ContractNotice.objects.get()
    assert (notice.member, notice.event, notice.letter) == (scene.north, "concluded", letter)
    assert (notice.event_on, notice.due_on, notice.told_on) == (MONDAY, date(2026, 3, 5), date(2026, 3, 4))
    assert (states(), notice.days_late) == ([1, 0, 0, 0], 0)


def test_a_letter_that_came_late_is_late_by_working_days(scene, clock):
    clock.move_to("2026-03-10 23:30 +0300")  # 8 March makes Monday a holiday
    entered(scene, told(scene, code="contracts", **NEW))
    assert states() == [0, 1, 0, 0]
    assert ContractNotice.objects.get().days_late == 2


def test_a_contract_nobody_told_of_is_missed_after_its_day(scene, clock):
    make.contract(scene.north, 5_000_000, MONDAY)
    assert states() == [0, 0, 1, 0]
    clock.move_to("2026-03-05 23:59 +0300")
    assert states() == [0, 0, 1, 0]
    clock.move_to("2026-03-06 00:00 +0300")
    assert states() == [0, 0, 0, 1]


def test_the_end_of_a_contract_is_told_of_too(scene, clock):
    contract = make.contract(scene.north, 5_000_000)
    assert not ContractNotice.objects.exists()  # before the law nobody had to tell
    letter = told(scene, event="completed", contract=contract.pk, event_on="2026-03-03")
    assert not ContractNotice.objects.exists()
    close_contract(contract=contract, status="completed", closed_on=MONDAY, actor=scene.staff)
    notice = ContractNotice.objects.get()
    assert (notice.event, notice.event_on, notice.letter) == ("completed", MONDAY, letter)
    contract.refresh_from_db()
    contract.status, contract.closed_on = "active", None
    save_contract(contract=contract, actor=scene.staff, changed=["status", "closed_on"])
    assert not ContractNotice.objects.exists()


def test_a_letter_about_a_contract_that_staff_have_entered_before(scene):
    make.contract(scene.north, 48_000_000, MONDAY, number="77/26", procurement="direct")
    make.contract(scene.montage, 48_000_000, MONDAY, number="77/26", procurement="direct")
    assert states() == [0, 0, 2, 0]
    contract = scene.north.contracts.get()
    close_contract(contract=contract, status="terminated", closed_on=MONDAY, actor=scene.staff)
    told(scene, event="completed", contract=make.contract(scene.north, 1, MONDAY).pk, event_on="2026-03-03")
    assert states() == [0, 0, 4, 0]


@pytest.mark.parametrize("way", ["withdrawn", "rejected"])
def test_a_letter_that_was_taken_back_tells_nothing(scene, way):
    letter = told(scene, **NEW)
    make.contract(scene.north, 48_000_000, MONDAY, number="77/26", procurement="direct")
    assert states() == [1, 0, 0, 0]
    if way == "withdrawn":
        withdraw(thread=letter.thread, reason="Ошибка.", author_label="NSS-0901-1", actor=scene.member)
    else:
        reject(thread=letter.thread, reason="Копия не читается.", actor=scene.staff)
    assert states() == [0, 0, 1, 0]


def test_a_contract_that_is_taken_out_of_the_journal_owes_nothing(scene):
    contract = make.contract(scene.north, 5_000_000, MONDAY)
    withdraw_contract(contract=contract, reason="Введён дважды.", actor=scene.staff)
    assert not ContractNotice.objects.exists()


def test_the_day_follows_an_outage_and_old_contracts_are_found(scene, clock):
    contract = make.contract(scene.north, 5_000_000, MONDAY)
    other = make.contract(scene.montage, Decimal(7), MONDAY)
    ContractNotice.objects.filter(contract=other).delete()  # as one of before the list
    clock.move_to("2026-03-06 00:20 +0300")
    announce(
        actor=None,
        title="Сбой личного кабинета",
        text="<p>Кабинет недоступен.</p>",
        kind=Kind.UNPLANNED,
        effect=Effect.SUSPENDED,
        services=["cabinet"],
        starts_at=timezone.make_aware(datetime(2026, 3, 5, 10)),  # noqa: DTZ001 - made aware
        ends_at=timezone.make_aware(datetime(2026, 3, 5, 12)),  # noqa: DTZ001
    )
    assert follow_journal() == 2
    assert set(ContractNotice.objects.values_list("contract", "due_on")) == {
        (contract.pk, date(2026, 3, 6)),
        (other.pk, date(2026, 3, 6)),
    }
    LegalTerm.objects.all().delete()
    assert follow_journal() == 0


def test_staff_filter_the_list_and_take_it_away(scene, clock):
    entered(scene, told(scene, **NEW))
    make.contract(scene.montage, 5_000_000, MONDAY, number="5/26")
    clock.move_to("2026-03-11 09:00 +0300")
    employee = staff_of(CONTROL_DEPARTMENT)
    desk = back_office_of(employee)
    page = desk.get(f"{LIST}?told=missing").content.decode()
    assert "5/26" in page
    assert "77/26" not in page
    assert "5/26" not in desk.get(f"{LIST}?told=in_time").content.decode()
    assert "Уведомлений о договорах не пришло в срок: <strong>1</strong>" in desk.get("/admin/").content.decode()
    sheet = exports.get("contracts.contractnotice").sheet(employee, "told=missing&columns=late,price")
    assert sheet.titles == ["Договор", "Опоздание, раб. дней", "Цена при заключении"]
    assert [sheet.cells(row)[1:] for row in sheet.rows] == [[3, 5_000_000]]
    assert back_office_of(scene.editor).get(LIST).status_code == 302
