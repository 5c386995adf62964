"""Contributions to the compensation funds come by the accountant's files, and are taken back by annulment."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission

from lk_addon.cabinet.prepare import ACCOUNTING_DEPARTMENT, CONTROL_DEPARTMENT
from lk_addon.exchange.domain import imports
from lk_addon.exchange.models import ImportRun
from lk_addon.registry.domain.contributions import annul_contribution
from lk_addon.registry.models import FundContribution
from lk_addon.registry.queries import contributed
from tests.lk_addon.exchange.conftest import errors_of, workbook
from tests.lk_addon.exchange.test_finance import HEAD, statement
from tests.scenarios import back_office_of, staff_of


@pytest.fixture
def accountant(scene):
    return staff_of(ACCOUNTING_DEPARTMENT)


def loaded(kind, file, user):
    """The import after ``user`` has uploaded the file and confirmed what it would change."""
    run = imports.upload(kind=kind, file=file, actor=user)
    imports.work(run)
    run = ImportRun.objects.get(pk=run.pk)
    if run.counts().keys() & {"add"}:
        imports.work(imports.confirm(run=run, actor=user))
    return ImportRun.objects.get(pk=run.pk)


def taken_back(run, user):
    imports.work(imports.take_back(run=run, actor=user))
    return ImportRun.objects.get(pk=run.pk)


def line(member, kind="Взнос в КФ ВВ", paid="100000", charged="", document="п/п 17"):
    return (member.inn, kind, "", charged, paid, "", "10.01.2026", document, "")


@pytest.mark.parametrize(
    ("words", "fund", "kind"),
    [
        ("Взнос в КФ ВВ", "vv", "initial"),
        ("Дополнительный взнос в компенсационный фонд обеспечения договорных обязательств", "odo", "additional"),
        ("КФ ОДО, перечислено из другой СРО", "odo", "transfer"),
    ],
)
def test_line_of_a_fund_becomes_a_contribution(scene, accountant, words, fund, kind):
    run = loaded("finance", workbook(HEAD, line(scene.north, words)), accountant)
    assert run.counts() == {"applied": 1}
    row = FundContribution.objects.get(member=scene.north)
    assert (row.fund, row.kind, row.amount, row.document) == (fund, kind, Decimal(100000), "п/п 17")
    assert row.recorded_by == accountant
    assert not scene.north.movements.exists()


@pytest.mark.parametrize(
    ("purpose", "fund"),
    [("Взнос в компенсационный фонд возмещения вреда", "vv"), ("Доп. взнос КФ ОДО, НДС не облагается", "odo")],
)
def test_payment_into_a_special_account_becomes_a_contribution(scene, accountant, purpose, fund):
    run = loaded("bank", statement(scene.north.inn, purpose=purpose), accountant)
    assert run.counts() == {"applied": 1}
    assert FundContribution.objects.get(member=scene.north).fund == fund


def test_contribution_is_annulled_with_its_import_and_comes_again(scene, accountant):
    file = workbook(HEAD, line(scene.north))
    for _time in range(2):
        run = loaded("finance", file, accountant)
        assert contributed(scene.north, "vv") == 100_000
        assert loaded("finance", file, accountant).counts() == {}
        assert taken_back(run, accountant).counts() == {"undone": 1}
        assert contributed(scene.north, "vv") == 0
    assert FundContribution.objects.exclude(annulled_at=None).count() == 2


def test_contribution_that_staff_struck_out_does_not_come_again_by_itself(scene, accountant):
    file = workbook(HEAD, line(scene.north))
    run = loaded("finance", file, accountant)
    annul_contribution(contribution=FundContribution.objects.get(), reason="чужой платёж", actor=scene.staff)
    assert loaded("finance", file, accountant).counts() == {}
    run = taken_back(run, accountant)
    assert (run.counts(), errors_of(run)) == ({"kept": 1}, ["Взнос уже аннулирован."])


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "Компенсационный фонд"}, "не ясно, в какой"),
        ({"kind": "КФ ВВ и КФ ОДО"}, "не ясно, в какой"),
        ({"charged": "5"}, "не начисляют"),
        ({"document": ""}, "номер документа"),
        ({"kind": "Спонсорская помощь"}, "взнос в КФ ВВ"),
    ],
)
def test_line_that_does_not_make_a_contribution_says_why(scene, accountant, fields, words):
    run = loaded("finance", workbook(HEAD, line(scene.north, **fields)), accountant)
    assert run.counts() == {"wrong": 1}
    assert words in errors_of(run)[0]
    assert not FundContribution.objects.exists()


def test_who_may_load_fees_alone_brings_no_contributions(scene):
    clerk = staff_of("Редакторы")
    clerk.user_permissions.add(Permission.objects.get(codename="import_finance"))
    run = loaded("finance", workbook(HEAD, line(scene.north)), clerk)
    assert "нет права" in errors_of(run)[0]
    assert not FundContribution.objects.exists()


def test_confirming_for_somebody_else_asks_the_right_again(scene, accountant):
    clerk = staff_of("Редакторы")
    clerk.user_permissions.add(Permission.objects.get(codename="import_finance"))
    run = imports.upload(kind="finance", file=workbook(HEAD, line(scene.north)), actor=accountant)
    imports.work(run)
    imports.work(imports.confirm(run=ImportRun.objects.get(pk=run.pk), actor=clerk))
    assert run.rows.get().state == "refused"
    assert not FundContribution.objects.exists()


def test_accountants_see_and_keep_contributions_and_the_control_department_does_not(scene, accountant):
    address = f"/admin/registry/{scene.north.pk}/contribute/"
    assert back_office_of(accountant).get(address).status_code == 200
    assert back_office_of(accountant).get(f"/admin/registry/{scene.north.pk}/tab/funds/").status_code == 200
    stranger = back_office_of(staff_of(CONTROL_DEPARTMENT))
    assert stranger.get(address).status_code in (302, 403)
    assert "finance" not in stranger.get("/admin/exchange/").content.decode()
