"""Working days by the production calendar, and its editor."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from cms.users.groups import ADMINISTRATORS
from cms.workdays import queries, statutory
from cms.workdays.domain import open_year
from cms.workdays.models import CalendarDay, CalendarYear
from tests.factories.staff import desk

pytestmark = pytest.mark.usefixtures("prepared_site")


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2025, 1, 8), False),
        (date(2025, 1, 9), True),
        (date(2025, 2, 24), True),  # the decree moved the 23rd to May
        (date(2025, 5, 8), False),
        (date(2025, 11, 1), True),  # a Saturday
        (date(2025, 11, 3), False),
        (date(2025, 12, 31), False),
        (date(2026, 1, 9), False),
        (date(2026, 3, 9), False),
        (date(2026, 5, 11), False),
        (date(2026, 11, 21), False),  # any Saturday
        (date(2026, 11, 23), True),
        (date(2027, 5, 3), False),
        (date(2027, 6, 14), False),
    ],
)
def test_day_is_working_or_not(day, working):
    assert queries.is_workday(day) is working


@pytest.mark.parametrize("year", [2025, 2026])
def test_confirmed_years_have_the_published_number_of_working_days(year):
    assert queries.workdays_between(date(year - 1, 12, 31), date(year, 12, 31)) == 247


@pytest.mark.req("REQ-L.3")
@pytest.mark.req("REQ-L.4")
def test_three_working_days_step_over_weekends_and_holidays():
    assert queries.add_workdays(date(2026, 11, 20), 3) == date(2026, 11, 25)  # from a Friday
    assert queries.add_workdays(date(2026, 11, 21), 3) == date(2026, 11, 25)  # from a Saturday: the same
    assert queries.add_workdays(date(2026, 4, 29), 3) == date(2026, 5, 5)
    assert queries.add_workdays(date(2025, 12, 30), 1) == date(2026, 1, 12)
    assert queries.add_workdays(date(2026, 1, 12), -1) == date(2025, 12, 30)
    assert queries.next_workday(date(2026, 5, 9)) == date(2026, 5, 12)
    assert queries.next_workday(date(2026, 5, 12)) == date(2026, 5, 12)


def test_term_of_no_days_is_refused():
    with pytest.raises(ValueError, match="next_workday"):
        queries.add_workdays(date(2026, 5, 12), 0)


@given(start=st.dates(date(2024, 1, 1), date(2029, 1, 1)), count=st.integers(1, 60))
def test_counting_forth_and_counting_between_agree(start, count):
    known = queries.Calendar(
        {
            row.day: row.kind == CalendarDay.Kind.WORKING
            for year in (2025, 2026, 2027)
            for row in statutory.days_of(year)
        },
        {},
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queries, "calendar", lambda: known)
        end = queries.add_workdays(start, count)
        assert queries.is_workday(end)
        assert queries.workdays_between(start, end) == count
        assert queries.workdays_between(end, start) == -count
        assert queries.add_workdays(end + timedelta(days=1), -1) == end


def test_a_deadline_costs_no_query_once_the_calendar_is_known(django_assert_num_queries):
    with django_assert_num_queries(2):
        queries.is_workday(date(2026, 5, 12))
    with django_assert_num_queries(0):
        queries.add_workdays(date(2025, 1, 1), 300)


def test_a_change_of_staff_acts_at_once(django_capture_on_commit_callbacks):
    assert queries.is_workday(date(2027, 2, 22))
    with django_capture_on_commit_callbacks(execute=True):
        CalendarDay.objects.create(year=CalendarYear.objects.get(number=2027), day=date(2027, 2, 22))
    assert not queries.is_workday(date(2027, 2, 22))


def test_a_year_without_data_is_never_passed_for_complete():
    assert queries.calendar_warning(date(2026, 1, 1), date(2026, 12, 31)) == ""
    assert "2027 год ещё не утверждены" in queries.calendar_warning(date(2026, 12, 1), date(2027, 1, 20))
    assert "2028 год не заведён" in queries.calendar_warning(date(2028, 1, 1), date(2028, 2, 1))
    with pytest.raises(ValidationError):
        open_year(number=2026, actor=None)


@time_machine.travel("2027-10-05 12:00+03:00")
def test_administrator_is_told_opens_the_year_and_sees_it(django_capture_on_commit_callbacks):
    client = desk(ADMINISTRATORS)
    html = client.get("/admin/").content.decode()
    assert "на 2028 год не заведён" in html
    assert "на 2027 год не сверен" in html
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/admin/workdays/open/2028/")
    year = CalendarYear.objects.get(number=2028)
    assert (year.confirmed, year.days.filter(day=date(2028, 5, 9)).count()) == (False, 1)
    shown = client.get(f"/admin/snippets/workdays/calendaryear/inspect/{year.pk}/").content.decode()
    assert "Рабочих дней в году" in shown
    assert "не заведён" not in client.get("/admin/").content.decode()


@pytest.mark.parametrize("number", [1999, 2101, 99_999_999])
def test_a_year_that_no_calendar_is_kept_of_is_refused_in_words(number):
    client = desk(ADMINISTRATORS)
    answer = client.post(f"/admin/workdays/open/{number}/", follow=True)
    assert "Убедитесь, что это значение" in answer.content.decode()
    assert not CalendarYear.objects.filter(number__in=(1999, 2101)).exists()


def posted(year, **changes):
    days = list(year.days.all())
    rows = {
        f"days-{n}-{name}": getattr(day, name) for n, day in enumerate(days) for name in ("id", "day", "kind", "title")
    }
    totals = {"days-TOTAL_FORMS": len(days), "days-INITIAL_FORMS": len(days)}
    return {"number": year.number, "ground": year.ground, **totals, **rows, **changes}


def test_editor_refuses_a_day_of_another_year_and_a_confirmation_without_its_act():
    client = desk(ADMINISTRATORS)
    year = CalendarYear.objects.get(number=2027)
    address = f"/admin/snippets/workdays/calendaryear/edit/{year.pk}/"
    assert (
        "Эта дата не из 2027 года"
        in client.post(address, posted(year, **{"days-0-day": "2026-02-02"})).content.decode()
    )
    assert "Укажите акт" in client.post(address, posted(year, confirmed="on")).content.decode()
    saved = client.post(address, posted(year, confirmed="on", ground="Постановление № 1"))
    assert saved.status_code == 302
    year.refresh_from_db()
    assert year.confirmed


def test_others_may_neither_edit_nor_open_a_year():
    client = desk("Редакторы")
    year = CalendarYear.objects.first()
    assert client.get(f"/admin/snippets/workdays/calendaryear/edit/{year.pk}/").status_code == 302
    client.post("/admin/workdays/open/2030/")
    assert not CalendarYear.objects.filter(number=2030).exists()
