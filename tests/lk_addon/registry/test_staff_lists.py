"""The register's list in the back office, and the rows of law that staff keep (REQ-7.3)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lk_addon.cabinet.models import SavedList
from lk_addon.registry.models import Fund, LegalTerm, Member
from lk_addon.registry.queries import levels_table
from tests.factories.rights import give_level, give_right
from tests.scenarios import back_office_of

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


@pytest.mark.parametrize(("address", "model"), [(LIST, Member), ("/admin/registry/legalterm/", LegalTerm)])
def test_rows_are_counted_in_russian(office, address, model):
    html = office.get(address).content.decode()
    below = html.partition('class="pagination__end"')[2].partition("</div>")[0]
    assert below.strip("> \n") == f"Всего: {model.objects.count()}"


def test_a_list_is_saved_with_its_columns_and_takes_new_conditions_under_its_name(office, scene):
    address = "/admin/cabinet/lists/registry.member/save/"
    saved = office.post(address, {"title": "Мои", "query": "status=acting&columns=inn&p=3"})
    assert saved["Location"] == f"{LIST}?status=acting&columns=inn"
    office.post(address, {"title": "Мои", "query": "status=excluded"})
    row = SavedList.objects.get()
    assert (row.user, row.query) == (scene.staff, "status=excluded")


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
    for day, length in ((begins, 5), (begins - timedelta(days=1), 3)):
        assert LegalTerm.objects.on(day).get(code="register_change").working_days == length
