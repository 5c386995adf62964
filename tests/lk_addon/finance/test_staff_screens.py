"""The accounting department's screens; other departments find none of them."""

from datetime import date
from decimal import Decimal

import pytest

from lk_addon.cabinet.prepare import ACCOUNTING_DEPARTMENT
from lk_addon.cabinet.staff_tasks import tasks_for
from lk_addon.finance.models import FeeKind, FeeRate, Movement
from lk_addon.finance.queries import balance_on
from tests.factories.finance import charged, fee_kind, paid
from tests.scenarios import back_office_of, staff_of

LISTS = ["memberbalance", "charge", "payment", "openingbalance", "feekind", "feerate"]


@pytest.fixture
def accountant(scene):
    return back_office_of(staff_of(ACCOUNTING_DEPARTMENT))


@pytest.mark.parametrize("name", LISTS)
def test_lists_open_for_the_accounting_department_alone(scene, accountant, name):
    charged(scene.north, "30000")
    assert accountant.get(f"/admin/finance/{name}/").status_code == 200
    for other in (scene.staff, scene.editor):
        assert back_office_of(other).get(f"/admin/finance/{name}/").status_code in (302, 403)


def test_debts_are_listed_first_and_filtered(scene, accountant):
    charged(scene.north, "30000.50")
    paid(scene.montage, "77")
    html = accountant.get("/admin/finance/memberbalance/?state=debt").content.decode()
    assert "30\u00a0000,50\u00a0₽" in html
    assert "Ёлочный монтаж" not in html
    assert "77,00\u00a0₽" in accountant.get("/admin/finance/memberbalance/?state=over").content.decode()


def charge_form(member, **changes):
    fields = {
        "member": member.pk,
        "kind": fee_kind().pk,
        "amount": "30 000,50",
        "date": "15.01.2025",
        "due_on": "20.01.2025",
        "period_start": "01.01.2025",
        "period_end": "31.03.2025",
        "document": "счёт № 1",
    }
    return fields | changes


def test_charge_payment_and_balance_are_entered_by_forms(scene, accountant):
    assert accountant.post("/admin/finance/charge/create/", charge_form(scene.north)).status_code == 302
    line = Movement.objects.get()
    assert (line.amount, line.period, line.document) == (Decimal("30000.50"), "I квартал 2025 г.", "счёт № 1")
    accountant.post(
        "/admin/finance/payment/create/",
        {"member": scene.north.pk, "kind": fee_kind().pk, "amount": "1000", "date": "16.01.2025"},
    )
    assert balance_on(scene.north, date(2025, 1, 31)) == Decimal("29000.50")
    accountant.post(
        "/admin/finance/openingbalance/create/",
        {"member": scene.north.pk, "kind": fee_kind().pk, "amount": "-5", "date": "31.01.2025"},
    )
    assert balance_on(scene.north, date(2025, 1, 31)) == -5
    assert line.created_by is not None


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [({"amount": "0"}, "больше нуля"), ({"period_end": ""}, "начало, и конец"), ({"date": ""}, "Требуется заполнить")],
)
def test_a_form_that_cannot_be_recorded_says_why(scene, accountant, changes, complaint):
    answer = accountant.post("/admin/finance/charge/create/", charge_form(scene.north, **changes))
    assert answer.status_code == 200
    assert complaint in answer.content.decode()
    assert not Movement.objects.exists()


def test_line_is_taken_back_with_a_reason_and_never_edited_or_deleted(scene, accountant):
    line = charged(scene.north, "30000")
    for act in ("edit", "delete"):
        assert accountant.get(f"/admin/finance/charge/{act}/{line.pk}/").status_code in (302, 403)
    address = f"/admin/charges/{line.pk}/reverse/"
    assert accountant.get(address).status_code == 200
    assert Movement.objects.count() == 1
    accountant.post(address, {"date": "20.01.2025", "reason": "начислено дважды"})
    assert balance_on(scene.north, date(2025, 1, 31)) == 0
    assert "сторнирована" in accountant.get("/admin/finance/charge/").content.decode()
    assert back_office_of(scene.staff).post(address, {"date": "20.01.2025", "reason": "x"}).status_code in (302, 403)
    assert accountant.post(address, {"date": "21.01.2025", "reason": "ещё раз"}).status_code == 200
    assert Movement.objects.count() == 2


@pytest.mark.req("REQ-7.3")
def test_size_of_a_fee_is_a_dated_row_with_its_ground(scene, accountant):
    form = {"kind": fee_kind().pk, "amount": "30000", "unit": "quarter", "valid_from": "01.01.2025", "ground": ""}
    assert accountant.post("/admin/finance/feerate/create/", form).status_code == 200
    assert not FeeRate.objects.exists()
    accountant.post("/admin/finance/feerate/create/", form | {"ground": "Протокол № 12"})
    assert FeeRate.objects.get().ground == "Протокол № 12"


def test_kind_of_fee_is_added(scene, accountant):
    accountant.post("/admin/finance/feekind/create/", {"name": "Взнос на НОСТРОЙ", "code": "nostroy", "order": 5})
    assert FeeKind.objects.get(code="nostroy").name == "Взнос на НОСТРОЙ"


def test_debtors_wait_for_accounting_and_the_list_shows_just_them(scene, accountant):
    charged(scene.north, "100")
    charged(scene.montage, "100")
    paid(scene.montage, "100")
    task = next(task for task in tasks_for(staff_of(ACCOUNTING_DEPARTMENT)) if "memberbalance" in task.address)
    assert task.count == 1
    html = accountant.get(task.address).content.decode()
    assert "Демострой-Север" in html
    assert "Ёлочный монтаж" not in html
    assert not [task for task in tasks_for(scene.editor) if "memberbalance" in task.address]
