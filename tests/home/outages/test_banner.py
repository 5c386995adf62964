"""The banner stands on every layout, costs no query while nothing changes, and can be dismissed."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.template import Context, Template
from wagtail.models import PageViewRestriction

from home.outages.domain import add_update
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
    with django_assert_num_queries(3):
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


def test_dismissal_lasts_for_the_phase(outage, time_machine):
    time_machine.move_to(NOON - timedelta(hours=3), tick=False)
    notice = outage()
    upcoming = notice.banner_key
    time_machine.move_to(NOON, tick=False)
    assert notice.banner_key != upcoming


def test_what_is_told_meanwhile_does_not_bring_a_dismissed_notice_back(outage, editor, time_machine):
    notice = outage()
    dismissed = notice.banner_key
    time_machine.shift(60)
    notice = add_update(notice, actor=editor, text="Переносим данные.")
    notice.title = "Плановые работы на серверах"
    notice.save_revision().publish()
    notice.refresh_from_db()
    assert notice.banner_key == dismissed
    assert f'data-outage-key="{dismissed}"' in banner()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("starts_at", NOON - timedelta(minutes=30)),
        ("ends_at", NOON + timedelta(hours=4)),
        ("ends_at", None),
        ("effect", "degraded"),
        ("services", ["site", "cabinet"]),
    ],
)
def test_another_window_or_effect_brings_a_dismissed_notice_back(outage, field, value):
    notice = outage()
    dismissed = notice.banner_key
    setattr(notice, field, value)
    notice.save_revision().publish()
    notice.refresh_from_db()
    assert notice.banner_key != dismissed
    assert f'data-outage-key="{notice.banner_key}"' in banner()


def test_prepare_can_be_repeated(prepared_site):
    call_command("prepare", verbosity=0)
    assert banner().strip() == ""
