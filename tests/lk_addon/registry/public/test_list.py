"""The register as a list: filters, order, pages, cost."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from cms.core import pagecache
from lk_addon.registry.domain.rights import suspend_right
from lk_addon.registry.models import Category, Member
from lk_addon.registry.public.queries import PAGE_SIZE
from lk_addon.registry.tasks import keep_public_register
from tests.factories.registry import MemberFactory
from tests.factories.rights import give_level, give_right, minutes
from tests.scenarios import exclude

pytestmark = pytest.mark.django_db


def test_list_is_sorted_by_name_without_legal_form(found):
    MemberFactory(short_name="ООО «Жук»", registration_number="10", registered_at=date(2025, 1, 2))
    MemberFactory(short_name="АО «Ёлка»", registration_number="9", registered_at=date(2025, 1, 1))
    assert found() == ["9", "10"]
    assert found(sort="-name") == ["10", "9"]
    assert found(sort="number") == ["9", "10"]
    assert found(sort="-number") == ["10", "9"]
    assert found(sort="date") == ["9", "10"]
    assert found(sort="-date") == ["10", "9"]


def test_compliance_narrows_the_list_and_can_be_taken_off(found, ask):
    MemberFactory(registration_number="1")
    MemberFactory(registration_number="2", compliance=Member.Compliance.NO)
    assert found(usloviya="no") == ["2"]
    page = ask(usloviya="no", q="Пример")
    assert "Условия членства: не соответствует" in page
    assert "?q=%D0%9F%D1%80%D0%B8%D0%BC%D0%B5%D1%80" in page


def test_empty_parameters_leave_the_address(site_client):
    answer = site_client.get("/reestr/?q=+&status=&region=&pravo=&sort=number")
    assert answer.status_code == 302
    assert answer["Location"] == "/reestr/?sort=number"
    assert site_client.get("/reestr/?q=")["Location"] == "/reestr/"


@pytest.mark.parametrize(
    "parameters",
    [{"q": "\0"}, {"status": "x"}, {"vv": "6"}, {"region": "Нигде"}, {"page": "0"}, {"page": "2"}, {"sort": "inn"}],
)
def test_what_there_is_not_is_404(site_client, parameters):
    MemberFactory()
    assert site_client.get("/reestr/", parameters).status_code == 404


def test_pages_together_hold_every_member_once(found):
    numbers = [MemberFactory(short_name=f"ООО «Жук {n:03}»").registration_number for n in range(2 * PAGE_SIZE + 3)]
    pages = [found(page=page) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [PAGE_SIZE, PAGE_SIZE, 3]
    assert [number for page in pages for number in page] == numbers


def test_filtered_pages_are_not_kept_for_others(ask):
    MemberFactory(short_name="ООО «Прежний»")
    assert "Прежний" in ask(q="прежний")
    Member.objects.update(short_name="ООО «Новый»")
    assert "Новый" in ask(q="прежний")


def test_a_change_of_the_register_clears_kept_pages(ask, django_capture_on_commit_callbacks):
    assert "пока нет записей" in ask()
    with django_capture_on_commit_callbacks(execute=True):
        MemberFactory(short_name="ООО «Первый»")
    assert "Первый" in ask()


def test_kept_pages_end_with_the_day_of_an_exclusion(ask, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        exclude(MemberFactory(), days=1)
    assert "Исключён" not in ask()
    kept_until = cache.get(pagecache.BOUNDARY)[1]
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    assert kept_until == midnight.timestamp()
    with time_machine.travel(midnight, tick=False):
        assert "Исключён" in ask(page=1)


@pytest.mark.parametrize("number", [1, PAGE_SIZE + 1])
@pytest.mark.parametrize("parameters", [{"usloviya": "yes"}, {"q": "пример"}])
def test_list_costs_the_same_for_one_and_for_many(site_client, django_assert_num_queries, number, parameters):
    for _member in range(number):
        MemberFactory()
    site_client.get("/reestr/", {"sort": "date"})
    with django_assert_num_queries(3):
        site_client.get("/reestr/", parameters)


@pytest.fixture
def builder():
    """A member with the right to dangerous objects, the second level in both funds and a region."""
    MemberFactory(registration_number="2")
    member = MemberFactory(registration_number="1", address_region="Примерская область")
    give_right(member, Category.SIMPLE, Category.DANGEROUS)
    give_level(member, "vv", 2, 500_000)
    give_level(member, "odo", 1, 200_000)
    return member


@pytest.mark.parametrize(
    ("parameters", "numbers"),
    [
        ({"pravo": "simple"}, ["1"]),
        ({"pravo": "dangerous"}, ["1"]),
        ({"pravo": "nuclear"}, []),
        ({"pravo": "competitive"}, ["1"]),
        ({"pravo": "suspended"}, []),
        ({"vv": "2"}, ["1"]),
        ({"vv": "1"}, []),
        ({"odo": "1"}, ["1"]),
        ({"region": "Примерская область"}, ["1"]),
        ({"region": "Примерская область", "vv": "3"}, []),
    ],
)
def test_rights_levels_and_region_narrow_the_list(builder, found, parameters, numbers):
    assert found(**parameters) == numbers


def test_excluded_member_has_no_rights(builder, found):
    exclude(builder)
    assert found(pravo="simple") == found(vv="2") == []


def test_suspension_ends_by_the_clock(builder, found):
    today = timezone.localdate()
    suspend_right(
        member=builder,
        categories=[Category.SIMPLE],
        until=today + timedelta(days=1),
        actor=None,
        **minutes(today),
    )
    assert found(pravo="suspended") == ["1"]
    assert found(pravo="simple") == []
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        keep_public_register()
        assert found(pravo="simple", sort="date") == ["1"]
        assert found(pravo="suspended", sort="date") == []


def test_region_of_a_sole_proprietor_is_that_of_a_home_and_not_told(ask):
    MemberFactory(member_type="ip", address_region="Домашняя область")
    assert "Домашняя" not in ask()
