"""What systems bring and read: fees, contributions, contracts."""

from decimal import Decimal

import pytest

from cms.audit.models import AuditEntry
from lk_addon.contracts.models import Contract
from lk_addon.finance.models import Movement
from lk_addon.registry.domain.contributions import annul_contribution
from lk_addon.registry.models import FundContribution
from tests.factories.finance import charged, paid, stated
from tests.lk_addon.exchange.api.conftest import Caller, a_token

LINE = {"external_id": "A-1", "member": "0901", "kind": "membership_fee", "amount": "1500.50", "date": "2026-01-20"}
CONTRIBUTION = {
    "external_id": "A-1",
    "member": "0901",
    "fund": "vv",
    "kind": "initial",
    "amount": "100000.00",
    "paid_on": "2025-03-10",
    "document": "п/п № 17",
}
CONTRACT = {
    "external_id": "A-1",
    "member": "0901",
    "number": "12/26",
    "date": "2026-01-20",
    "customer_name": "ООО «Заказчик»",
    "object_name": "Школа",
    "price": "5000000.00",
}
ROWS = [
    ("charges/", LINE | {"period_start": "2026-01-01", "period_end": "2026-03-31", "due_on": "2026-02-10"}, Movement),
    ("payments/", LINE, Movement),
    ("balances/", LINE, Movement),
    ("contributions/", CONTRIBUTION, FundContribution),
    ("contracts/", CONTRACT, Contract),
]


@pytest.mark.parametrize(("path", "row", "model"), ROWS)
def test_what_is_sent_twice_is_there_once(register, system, path, row, model):
    first, second = system.post(path, **row), system.post(path, **row)
    assert (first.status_code, second.status_code) == (201, 200), first.content
    assert first.json() == second.json()
    assert model.objects.count() == 1
    assert first.json().items() >= row.items()
    assert system.get(path).json()["results"] == [first.json()]
    assert AuditEntry.objects.latest("pk").data["system"] == "1c"


@pytest.mark.parametrize(("path", "row", "model"), ROWS)
def test_a_number_that_is_taken_by_another_row_is_a_conflict(register, system, path, row, model):
    system.post(path, **row)
    answer = system.post(path, **row | {"member": "0902"})
    assert (answer.status_code, model.objects.count()) == (409, 1)
    assert answer.json()["detail"]


@pytest.mark.parametrize(("path", "row", "model"), ROWS)
def test_systems_number_their_rows_apart(register, system, path, row, model):
    other = Caller(a_token(system="erp")[1])
    system.post(path, **row)
    answer = other.post(path, **row | {"member": "0902"})
    assert (answer.status_code, model.objects.count()) == (201, 2)


@pytest.mark.parametrize(("path", "row", "model"), ROWS)
def test_errors_are_told_by_field(register, system, path, row, model):
    answer = system.post(path, **row | {"member": "нет\0такого"})
    assert (answer.status_code, answer.json()["errors"].keys()) == (400, {"member"})
    assert system.post(path).json()["errors"].keys() >= {"external_id", "member"}
    amount = "price" if "price" in row else "amount"
    assert system.post(path, **row | {amount: "много"}).json()["errors"].keys() == {amount}
    assert not model.objects.exists()


def test_what_the_domain_refuses_is_told_in_its_words(register, system):
    system.post("balances/", **LINE | {"date": "2026-01-31"})
    answer = system.post("payments/", **LINE | {"external_id": "A-2"})
    assert answer.status_code == 400
    assert "31.01.2026" in str(answer.json()["errors"]["non_field_errors"])
    assert system.post("charges/", **LINE | {"period_start": "2026-01-01"}).json()["errors"].keys() == {"period_end"}


def test_a_charge_and_a_payment_do_not_share_a_number(register, system):
    system.post("charges/", **LINE)
    assert system.post("payments/", **LINE).status_code == 409


def test_an_annulled_contribution_does_not_come_back(register, system):
    system.post("contributions/", **CONTRIBUTION)
    annul_contribution(contribution=FundContribution.objects.get(), reason="Ошибка", actor=None)
    answer = system.post("contributions/", **CONTRIBUTION)
    assert (answer.status_code, answer.json()["annulment_reason"]) == (200, "Ошибка")


def test_numbers_of_other_systems_are_not_shown(register, system):
    system.post("contracts/", **CONTRACT)
    other = Caller(a_token(system="1c-other")[1])
    assert other.get("contracts/").json()["results"][0]["external_id"] == ""


def test_balance_of_a_member_on_a_day(register, system):
    stated(register.north, "50.00")
    charged(register.north, "1000.00")
    paid(register.north, "300.50")
    paid(register.montage, "7")
    answer = system.get("members/0901/balance/", on="2025-01-16").json()
    assert (answer["on"], answer["balance"]) == ("2025-01-16", "1050.00")
    answer = system.get("members/0901/balance/").json()
    assert Decimal(answer["balance"]) == Decimal("749.50")
    fee = answer["kinds"][0]
    assert [fee[name] for name in ("kind", "opening", "charged", "paid", "balance")] == [
        "membership_fee",
        "50.00",
        "1000.00",
        "300.50",
        "749.50",
    ]
    assert system.get("members/0901/balance/", on="вчера").json()["errors"].keys() == {"on"}
    assert system.get("members/9999/balance/").status_code == 404


def test_lists_are_narrowed(register, system):
    charged(register.north, "10")
    charged(register.montage, "20")
    assert [row["amount"] for row in system.get("charges/", member="0902").json()["results"]] == ["20.00"]
    assert system.get("charges/", updated_since="2099-01-01T00:00:00Z").json()["results"] == []
    assert system.get("charges/", date_from="2025-01-16").json()["results"] == []
    assert system.get("charges/", updated_since="вчера").status_code == 400


def test_pages_follow_each_other_by_cursor(register, system):
    for amount in (1, 2, 3):
        charged(register.north, amount)
    first = system.get("charges/", page_size=2).json()
    charged(register.north, 4)
    second = system.client.get(first["next"]).json()
    assert [row["amount"] for row in first["results"] + second["results"]] == ["1.00", "2.00", "3.00", "4.00"]
    assert system.get("charges/", cursor="нет").status_code == 404


@pytest.mark.parametrize("number", [1, 20])
def test_lists_cost_the_same_for_one_row_and_for_many(register, system, number, django_assert_num_queries):
    for n in range(number):
        paid(register.north, n + 1)
        system.post("contracts/", **CONTRACT | {"external_id": str(n), "number": str(n)})
        system.post("contributions/", **CONTRIBUTION | {"external_id": str(n)})
    for path in ("payments/", "contracts/", "contributions/"):
        with django_assert_num_queries(2):
            assert len(system.get(path).json()["results"]) == number
