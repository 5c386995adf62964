"""The control department's screens of contracts and insurance; other departments find none of them."""

from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client

from lk_addon.cabinet.prepare import CONTROL_DEPARTMENT
from lk_addon.contracts.models import Contract, InsuranceContract, ObligationsRule
from lk_addon.contracts.obligations import notice_due
from lk_addon.contracts.queries import contracts_of
from tests.factories.contracts import contract, level, policy
from tests.factories.finance import charged
from tests.scenarios import back_office_of, staff_of

PARTS = ("amendments", "acts", "claims", "controls")


@pytest.fixture
def controller(scene):
    return back_office_of(staff_of(CONTROL_DEPARTMENT))


def plain(answer):
    return " ".join(answer.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ").split())


def contract_form(member, **changes):
    form = {
        "member": member.pk,
        "number": "7/26",
        "date": "01.06.2025",
        "kind": "construction",
        "role": "general",
        "price": "1 000 000,50",
        "status": "active",
        "counts_for_odo": "",
        "procurement": "fz44",
        "customer_name": "МКУ «Учебный заказчик»",
        "customer_kind": "technical",
        "object_name": "Школа",
        "category": "simple",
    }
    for part in PARTS:
        form |= {f"{part}-TOTAL_FORMS": 0, f"{part}-INITIAL_FORMS": 0}
    return form | changes


@pytest.mark.parametrize("name", ["contract", "insurancecontract", "obligationsrule"])
def test_lists_open_for_the_control_department_alone(scene, controller, name):
    contract(scene.north, 1)
    policy(scene.north)
    assert controller.get(f"/admin/contracts/{name}/").status_code == 200
    for other in (scene.staff, scene.editor):
        assert back_office_of(other).get(f"/admin/contracts/{name}/").status_code in (302, 403)


@pytest.mark.req("REQ-3.1.V6")
def test_contract_is_entered_with_its_act_and_corrected(scene, controller):
    act = {
        "acts-TOTAL_FORMS": 1,
        "acts-0-kind": "ks2",
        "acts-0-number": "1",
        "acts-0-date": "01.07.2025",
        "acts-0-amount": "400 000",
        "acts-0-ORDER": 1,
    }
    controller.post("/admin/contracts/contract/create/", contract_form(scene.north, **act))
    row = contracts_of(scene.north).get()
    assert (row.price, row.remaining) == (Decimal("1000000.50"), Decimal("600000.50"))
    closing = contract_form(scene.north, status="completed", closed_on="01.09.2025")
    controller.post(f"/admin/contracts/contract/edit/{row.pk}/", closing)
    assert contracts_of(scene.north).get().remaining == 0
    assert controller.get(f"/admin/contracts/contract/delete/{row.pk}/").status_code in (302, 403)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"price": "0"}, "больше нуля"),
        ({"status": "completed"}, "Дата исполнения или расторжения"),
        (
            {"acts-TOTAL_FORMS": 1, "acts-0-kind": "ks2", "acts-0-number": "1", "acts-0-date": "01.05.2025"}
            | {"acts-0-amount": "1", "acts-0-ORDER": 1},
            "Раньше самого договора",
        ),
    ],
)
def test_contract_that_cannot_be_stored_says_why(scene, controller, changes, complaint):
    answer = controller.post("/admin/contracts/contract/create/", contract_form(scene.north, **changes))
    assert answer.status_code == 200
    assert complaint in answer.content.decode()
    assert not Contract.objects.exists()


def test_policy_and_rule_are_entered(scene, controller):
    form = {
        "member": scene.north.pk,
        "kind": "liability",
        "basis": "annual",
        "policy_no": "П-1",
        "signed_at": "01.01.2026",
        "start": "01.01.2026",
        "end": "31.12.2026",
        "insurer_name": "СК «Пример»",
        "insured_sum": "5 000 000",
    }
    controller.post("/admin/contracts/insurancecontract/create/", form)
    assert InsuranceContract.objects.get().insured_sum == 5_000_000
    rule = {"valid_from": "01.03.2026", "min_price": "10 000 000", "warning_percent": 70, "ground": "Решение № 5"}
    controller.post("/admin/contracts/obligationsrule/create/", rule | {"notice_day": 15, "notice_month": 4})
    assert ObligationsRule.objects.on(date(2026, 3, 1)).min_price == 10_000_000
    assert notice_due(2026) == date(2027, 4, 15)


def test_scan_is_given_to_the_department_alone(scene, controller):
    row = policy(scene.north, scan=ContentFile(b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n", "полис.pdf"))
    address = f"/admin/insurance/{row.pk}/scan/"
    assert b"".join(controller.get(address).streaming_content).startswith(b"%PDF")
    for other in (scene.staff, scene.member):
        assert back_office_of(other).get(address).status_code in (302, 403)


@pytest.mark.parametrize(
    ("tab", "shown"),
    [("contracts", "1 000 000,00 ₽"), ("insurance", "№ П-77"), ("fees", "Задолженность 30 000,00 ₽")],
)
def test_page_of_a_member_has_the_tabs_of_each_department(scene, tab, shown):
    contract(scene.north, 1_000_000)
    policy(scene.north, policy_no="П-77")
    charged(scene.north, "30000")
    address = f"/admin/registry/{scene.north.pk}/tab/{tab}/"
    group = "Бухгалтерия" if tab == "fees" else CONTROL_DEPARTMENT
    assert shown in plain(back_office_of(staff_of(group)).get(address))
    assert back_office_of(scene.staff).get(address).status_code == 404


@pytest.mark.req("REQ-3.1.V7")
def test_public_card_tells_insurance_and_obligations_and_no_contract(scene, prepared_site):
    level(scene.north, "odo", 1)
    contract(scene.north, 2_500_000, object_name="Непубличный объект")
    policy(scene.north, policy_no="П-77", premium=Decimal(31_415))
    policy(scene.north, -400, -10, policy_no="СТАРЫЙ")
    text = plain(Client(headers={"host": settings.SITE_HOST}).get("/reestr/0901/"))
    for shown in ("2 500 000,00 ₽", "№ П-77", "СК «Пример»"):
        assert shown in text
    for hidden in ("Непубличный объект", "СТАРЫЙ", "31 415"):
        assert hidden not in text
