"""The register's list in the back office, and the rows of law that staff keep (REQ-7.3)."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from lk_addon.cabinet.prepare import REGISTER_DEPARTMENT
from lk_addon.registry.models import Fund, LegalTerm, SavedList
from lk_addon.registry.queries import levels_table
from tests.factories.registry import MemberFactory
from tests.factories.rights import give_level, give_right
from tests.scenarios import back_office_of, staff_of

pytestmark = pytest.mark.django_db

LIST = "/admin/registry/member/"


@pytest.fixture
def office(scene):
    give_right(scene.north)
    give_level(scene.north, Fund.VV, 2, 500_000)
    return back_office_of(scene.staff)


def test_columns_are_chosen_and_stay_in_the_address(office, scene):
    answer = office.get(f"{LIST}?status=acting&column=ogrn&column=region")
    assert answer["Location"] == f"{LIST}?status=acting&columns=ogrn%2Cregion"
    html = office.get(answer["Location"]).content.decode()
    assert scene.north.ogrn in html
    assert "column-vv" not in html
    assert "второй" in office.get(LIST).content.decode()


def test_a_list_is_saved_under_a_name_for_oneself(office, scene):
    saved = office.post("/admin/registry/lists/save/", {"title": "Мои", "query": "status=acting&columns=inn&p=3"})
    assert saved["Location"] == f"{LIST}?status=acting&columns=inn"
    office.post("/admin/registry/lists/save/", {"title": "Мои", "query": "status=excluded"})
    row = SavedList.objects.get()
    assert (row.user, row.query) == (scene.staff, "status=excluded")
    assert ">Мои</a>" in office.get(LIST).content.decode()
    neighbour = back_office_of(staff_of(REGISTER_DEPARTMENT))
    assert ">Мои</a>" not in neighbour.get(LIST).content.decode()
    assert neighbour.post(f"/admin/registry/lists/{row.pk}/delete/").status_code == 404
    assert back_office_of(scene.editor).post(f"/admin/registry/lists/{row.pk}/delete/").status_code in (302, 403)
    assert SavedList.objects.exists()
    assert office.get(f"/admin/registry/lists/{row.pk}/delete/").status_code == 405
    office.post(f"/admin/registry/lists/{row.pk}/delete/")
    assert not SavedList.objects.exists()


def test_the_rows_on_the_screen_come_as_a_workbook_without_formulas(office, scene):
    MemberFactory(short_name="=1+1", registration_number="7777")
    answer = office.get(f"{LIST}?q=0901&export=xlsx")
    [head, *rows] = (
        CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0).to_python()
    )
    assert [dict(zip(head, row, strict=True))["ИНН"] for row in rows] == [scene.north.inn]
    everything = b"".join(office.get(f"{LIST}?export=xlsx").streaming_content)
    names = [row[1] for row in CalamineWorkbook.from_filelike(BytesIO(everything)).get_sheet_by_index(0).to_python()]
    assert "=1+1" in names
    assert back_office_of(scene.editor).get(f"{LIST}?export=xlsx").status_code in (302, 403)


@pytest.mark.req("REQ-7.3")
def test_staff_supersede_the_numbers_of_law_and_never_type_over_them(office, scene):
    begins = timezone.localdate() + timedelta(days=10)
    form = {
        "fund": "vv",
        "number": "1",
        "limit_rub": "120 000 000,00",
        "min_contribution_rub": "150 000",
        "valid_from": begins.isoformat(),
        "ground": "Федеральный закон № 0-ФЗ",
    }
    address = "/admin/registry/responsibilitylevel/create/"
    assert back_office_of(scene.editor).post(address, form).status_code in (302, 403)
    assert levels_table(begins)[1].limit_rub == 90_000_000
    assert office.post(address, form).status_code == 302
    assert [levels_table(day)[1].limit_rub for day in (begins - timedelta(days=1), begins)] == [90_000_000, 120_000_000]
    row = levels_table()[1]
    assert office.post(f"/admin/registry/responsibilitylevel/edit/{row.pk}/", form).status_code in (302, 403)
    term = {"code": "register_change", "working_days": "5", "valid_from": begins.isoformat(), "ground": "Закон № 0-ФЗ"}
    assert office.post("/admin/registry/legalterm/create/", term).status_code == 302
    assert [row.working_days for row in LegalTerm.objects.on(begins)] == [5]
    assert [row.working_days for row in LegalTerm.objects.on(begins - timedelta(days=1))] == [3]


def test_the_list_costs_the_same_for_few_and_for_many(office, django_assert_num_queries):
    office.get(LIST)
    with django_assert_num_queries(15):
        office.get(LIST)
    for _number in range(5):
        give_right(MemberFactory())
    with django_assert_num_queries(15):
        office.get(LIST)
