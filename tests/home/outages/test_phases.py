"""A notice moves through its phases by the clock alone (REQ-6.2)."""

from datetime import timedelta

import pytest

from home.outages import queries
from home.outages.domain import cancel, end_now
from tests.home.outages.conftest import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-6.2")]

END = NOON + timedelta(hours=2)
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("moment", "phase"),
    [(NOON - TICK, "upcoming"), (NOON, "running"), (END - TICK, "running"), (END, "completed")],
)
def test_start_belongs_to_the_outage_and_end_does_not(outage, moment, phase):
    notice = outage()
    groups = {"upcoming": queries.upcoming, "running": queries.running, "completed": queries.completed}
    assert notice.phase_at(moment) == phase
    assert [name for name, query in groups.items() if notice in query(moment)] == [phase]


def test_open_end_runs_until_somebody_ends_it(outage):
    notice = outage(hours=None)
    assert notice.phase_at(NOON + timedelta(days=365)) == "running"


def test_notice_enters_the_banner_48_hours_ahead_and_leaves_it_at_the_end(outage, time_machine):
    outage()
    shown = {}
    for moment in (NOON - timedelta(hours=48) - TICK, NOON - timedelta(hours=48), END - TICK, END):
        time_machine.move_to(moment, tick=False)
        shown[moment] = len(queries.banner_notices())
    assert list(shown.values()) == [0, 1, 1, 0]


def test_service_is_suspended_exactly_from_start_to_end(outage, time_machine):
    notice = outage(services=["site"])
    for moment, expected in ((NOON - TICK, None), (NOON, notice), (END - TICK, notice), (END, None)):
        time_machine.move_to(moment, tick=False)
        assert queries.suspending("site") == expected
        assert queries.suspending("another") is None


def test_degraded_service_stays_open(outage):
    outage(effect="degraded")
    assert queries.suspending("site", now=NOON) is None
    assert len(queries.banner_notices(NOON)) == 1


def test_of_two_outages_the_one_that_ends_last_tells_the_end(outage):
    outage(hours=1)
    late = outage(hours=3)
    assert queries.suspending("site", now=NOON) == late
    endless = outage(hours=None)
    assert queries.suspending("site", now=NOON) == endless


def test_boundaries_come_one_after_another(outage):
    outage()
    ahead = NOON - timedelta(hours=48)
    found, moment = [], NOON - timedelta(days=30)
    while moment := queries.next_boundary(moment):
        found.append(moment)
    assert found == [ahead, NOON, END]


def test_outage_ended_early_is_over_at_once(outage, time_machine, editor):
    time_machine.move_to(NOON, tick=False)
    notice = outage()
    assert queries.suspending("site") == notice
    time_machine.shift(600)
    end_now(notice, actor=editor)
    assert queries.suspending("site") is None
    assert queries.banner_notices() == []
    assert notice in queries.completed()


def test_cancelled_outage_never_begins(outage, time_machine, editor):
    time_machine.move_to(NOON - timedelta(hours=1), tick=False)
    notice = outage()
    cancel(notice, actor=editor)
    assert queries.banner_notices() == []
    time_machine.move_to(NOON, tick=False)
    assert queries.suspending("site") is None
    assert [notice] == list(queries.completed())
