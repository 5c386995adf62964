"""The demonstration site shows a notice of every phase, whenever it is loaded."""

from datetime import timedelta

import pytest

from cms.core.signals import demo_requested
from home.outages import queries
from home.outages.demo import load_outages
from tests.home.outages.conftest import NOON

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("hour", [0, 3, 12, 23])
def test_each_phase_is_there_and_nothing_is_closed(prepared_site, time_machine, hour):
    time_machine.move_to(NOON.replace(hour=hour), tick=False)
    load_outages(signal=demo_requested)
    load_outages(signal=demo_requested)
    assert [notice.effect for notice in queries.running()] == ["degraded"]
    assert len(queries.banner_notices()) == 2
    assert len(queries.upcoming()) == 1
    assert queries.completed().count() == 1


def test_coming_outage_is_renewed_when_it_is_past(prepared_site, time_machine):
    time_machine.move_to(NOON, tick=False)
    load_outages(signal=demo_requested)
    time_machine.shift(timedelta(days=3))
    load_outages(signal=demo_requested)
    assert len(queries.banner_notices()) == 2
    assert queries.completed().count() == 2
