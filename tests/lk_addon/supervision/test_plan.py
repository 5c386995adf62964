"""Plans of a year: who is due, how they are spread, what is overdue (315-ФЗ ст. 9)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from cms.workdays.queries import is_workday
from lk_addon.supervision.domain.inspection import cancel
from lk_addon.supervision.domain.plan import fill_plan, publish_plan, save_terms
from lk_addon.supervision.models import ControlTerms, InspectionSubject
from lk_addon.supervision.queries import members_for_plan, members_overdue
from tests.factories import supervision as make
from tests.factories.registry import MemberFactory

FILL_QUERIES = 16

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-L.6"), pytest.mark.usefixtures("prepared_site")]


@pytest.fixture(autouse=True)
def _day(time_machine):
    time_machine.move_to("2026-01-12 09:00 +0300")


def joined(year, month=6, day=10):
    return MemberFactory(registered_at=date(year, month, day))


def fill(plan, members, **fields):
    defaults = {
        "first": date(plan.year, 2, 1),
        "last": date(plan.year, 11, 30),
        "duration": 20,
        "form": "documentary",
        "subjects": list(InspectionSubject.objects.all()[:2]),
        "actor": None,
    }
    return fill_plan(plan=plan, members=members, **(defaults | fields))


def test_due_are_those_whose_three_years_end_in_the_year():
    overdue, due, _not_yet = joined(2020), joined(2023, 12, 31), joined(2024, 1, 1)
    inspected = joined(2020)
    make.planned(inspected, kind="planned", start=-300)
    assert list(members_for_plan(2026)) == [overdue, due]
    assert list(members_overdue()) == [overdue]


def test_a_day_more_than_three_years_is_overdue():
    exact, late = joined(2023, 1, 12), joined(2023, 1, 11)
    assert list(members_overdue()) == [late]
    assert set(members_for_plan(2026)) == {exact, late}


def test_whoever_stands_in_the_year_already_is_not_offered_again_unless_cancelled():
    member = joined(2020)
    row = make.planned(member, kind="planned", start=60)
    assert list(members_for_plan(2026)) == []
    assert list(members_overdue()) == []
    cancel(inspection=row, reason="Ошибка", actor=None)
    assert list(members_for_plan(2026)) == [member]


def test_members_are_spread_over_working_days_before_their_last_lawful_day():
    for number in range(1, 10):
        joined(2023, number, 20)
    plan = make.plan_of(2026, published=False)
    rows = fill(plan, list(members_for_plan(2026)))
    assert len({row.number for row in rows}) == len(rows) == 9
    assert all(is_workday(row.start) and is_workday(row.end) for row in rows)
    for row in rows[1:]:  # the first one's day is before the plan begins
        assert date(2026, 2, 1) <= row.start
        assert (row.start - row.member.registered_at.replace(year=2026)).days <= 3  # moved off a weekend at most
    assert plan.inspections.filter(subjects__isnull=False).distinct().count() == 9
    assert {row.steps.get().state for row in plan.inspections.all()} == {"planned"}


def test_nobody_and_days_of_another_year_are_refused():
    plan, members = make.plan_of(2026, published=False), [joined(2020)]
    with pytest.raises(ValidationError, match="хотя бы одного"):
        fill(plan, [])
    with pytest.raises(ValidationError, match="2026"):
        fill(plan, members, last=date(2027, 1, 10))


def test_nobody_is_planned_twice_in_a_year():
    member, plan = joined(2020), make.plan_of(2026, published=False)
    members = list(members_for_plan(2026))
    make.planned(member, kind="planned", start=60)
    with pytest.raises(ValidationError, match="уже есть"):
        fill(plan, members)
    assert not plan.inspections.exists()


def test_filling_costs_the_same_for_one_and_for_many(django_assert_num_queries):
    is_workday(date(2026, 1, 12))  # the calendar is read once and remembered
    for year in (2025, 2026):
        plan = make.plan_of(year, published=False)
        for _more in range(1 if year == 2025 else 30):
            joined(2020)
        members = list(members_for_plan(2026))
        with django_assert_num_queries(FILL_QUERIES):
            fill(plan, members if year == 2026 else members[:1])


def test_plan_is_published_once_and_not_empty():
    plan = make.plan_of(2026, published=False)
    with pytest.raises(ValidationError, match="ни одной"):
        publish_plan(plan=plan, actor=None)
    joined(2020)
    fill(plan, list(members_for_plan(2026)))
    publish_plan(plan=plan, actor=None)
    with pytest.raises(ValidationError, match="уже опубликован"):
        publish_plan(plan=plan, actor=None)


@pytest.mark.req("REQ-7.3")
def test_new_terms_of_law_hold_from_their_day():
    joined(2024)
    assert list(members_for_plan(2026)) == []
    terms = ControlTerms(valid_from=date(2026, 1, 1), ground="Новый закон", at_least_every_years=2)
    save_terms(terms=terms, actor=None)
    assert members_for_plan(2026).count() == 1
