"""The banner stands on every layout, costs no query while nothing changes, and can be dismissed."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.template import Context, Template
from wagtail.models import PageViewRestriction

from tests.home.outages.conftest import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-6.2")]


def banner():
    return Template("{% load outage_tags %}{% outage_banner %}").render(Context())


@pytest.fixture(autouse=True)
def _at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def test_no_notice_no_banner(prepared_site):
    assert banner().strip() == ""


def test_banner_says_what_when_and_where_to_read_more(outage, settings):
    notice = outage(title="Работы на сайте")
    html = banner()
    assert "Работы на сайте" in html
    assert "10 марта 2027" in html
    assert 'datetime="2027-03-10T14:00:00+03:00"' in html
    assert f'href="{settings.SITE_URL}/preryvy/{notice.slug}/"' in html


def test_title_is_escaped(outage):
    outage(title="<script>alert(1)</script>")
    assert "<script>alert" not in banner()


@pytest.mark.parametrize("number", [1, 5])
def test_one_notice_and_many_cost_the_same_and_nothing_while_cached(outage, number, django_assert_num_queries):
    for _ in range(number):
        outage()
    with django_assert_num_queries(4):
        banner()
    with django_assert_num_queries(0):
        banner()


def test_draft_unpublished_and_private_notices_never_show(outage):
    unpublished, private, draft = outage(), outage(), outage()
    unpublished.unpublish()
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    draft.unpublish()
    draft.title = "Черновик"
    draft.save_revision()
    assert banner().strip() == ""


def test_changed_notice_shows_at_once(outage):
    notice = outage()
    assert notice.title in banner()
    notice.title = "Другой заголовок"
    notice.save_revision().publish()
    assert "Другой заголовок" in banner()


def test_dismissal_key_changes_with_the_phase_and_with_each_publication(outage, time_machine):
    time_machine.move_to(NOON - timedelta(hours=3), tick=False)
    notice = outage()
    upcoming = notice.banner_key
    time_machine.shift(60)
    notice.save_revision().publish()
    notice.refresh_from_db()
    changed = notice.banner_key
    time_machine.move_to(NOON, tick=False)
    assert len({upcoming, changed, notice.banner_key}) == 3


def test_prepare_can_be_repeated(prepared_site):
    call_command("prepare", verbosity=0)
    assert banner().strip() == ""
