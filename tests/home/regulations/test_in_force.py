"""Which edition and which clauses are in force on a day."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone
from wagtail.search.backends import get_search_backend

from home.regulations import queries
from tests.factories import regulations as make
from tests.home.regulations.edition_form import in_days

pytestmark = pytest.mark.django_db


@pytest.mark.req("REQ-7.2")
def test_search_finds_clauses_of_editions_in_force_only(workshop):
    make.edition(workshop, days=-100, text=make.TEXT.replace("чистым", "вовремя"))
    present = make.edition(workshop, days=-10, number=2)
    make.edition(workshop, days=10, number=3, text=make.TEXT.replace("чистым", "сухим"))
    clauses = queries.searchable_clauses()
    assert {clause.edition_id for clause in clauses} == {present.pk}
    found = get_search_backend().search("потерянные инструменты", clauses)
    assert [clause.anchor for clause in found] == ["p-2.5"]


def test_edition_in_force_by_slug_and_day(workshop):
    past = make.edition(workshop, days=-100)
    present = make.edition(workshop, days=-10, number=2)
    assert queries.edition_in_force("masterskaya") == present
    assert queries.edition_in_force(workshop, on=in_days(-11)) == past
    assert queries.edition_in_force(workshop, on=in_days(-101)) is None
    assert queries.edition_in_force("net-takogo") is None


@pytest.mark.req("REQ-2.2")
def test_an_edition_takes_effect_at_midnight_in_moscow(site_client, workshop):
    make.edition(workshop, days=-10)
    make.edition(workshop, days=1, number=2)
    [[(day,)]] = queries.next_days(timezone.localdate())
    midnight = timezone.make_aware(datetime.combine(day, time()))
    assert timezone.localtime(midnight).strftime("%H:%M") == "00:00"
    for moment, number in ((midnight - timedelta(seconds=1), 1), (midnight, 2)):
        with time_machine.travel(moment, tick=False):
            assert site_client.get("/dokumenty/masterskaya/").context["edition"].number == number
            cache.clear()
