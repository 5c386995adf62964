"""Approval, publication, effect: in this order, and one edition a day."""

from datetime import timedelta
from itertools import product

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from home.regulations.models import Edition, PublicationRecord
from tests.factories import regulations as make
from tests.home.regulations.edition_form import change, create, in_days

pytestmark = pytest.mark.django_db


@pytest.mark.req("REQ-2.2")
@pytest.mark.parametrize("days", [0, -1, -400])
def test_an_edition_that_is_in_force_before_its_publication_is_refused(approver, workshop, days):
    dates = {"effective_from": in_days(days), "approved_on": in_days(-500)}
    response = create(approver, workshop, **dates, **{"action-publish": "1"})
    assert response.status_code == 200
    assert "Публикация должна предшествовать вступлению в силу" in response.content.decode()
    assert not Edition.objects.live().exists()
    assert not PublicationRecord.objects.exists()


@pytest.mark.req("REQ-2.2")
def test_an_edition_published_a_day_before_is_accepted(approver, workshop):
    create(approver, workshop, effective_from=in_days(1), **{"action-publish": "1"})
    edition = Edition.objects.live().get()
    assert edition.published_on == in_days(0)


@pytest.mark.req("REQ-2.2")
def test_a_schedule_at_or_after_the_day_of_effect_is_refused(approver, workshop):
    when = f"{in_days(10)} 00:00"
    response = create(approver, workshop, go_live_at=when, **{"action-publish": "1"})
    assert "Публикация должна предшествовать вступлению в силу" in response.content.decode()
    assert not Edition.objects.exists()


@pytest.mark.req("REQ-2.2")
def test_a_past_publication_needs_its_source(approver, workshop):
    past = {"effective_from": in_days(-5), "published_on": in_days(-20), "action-publish": "1"}
    response = create(approver, workshop, **past)
    assert "Укажите, где редакция опубликована раньше" in response.content.decode()
    create(approver, workshop, published_where="стенд", **past)
    assert Edition.objects.live().get().published_on == in_days(-20)


ORDERS = [days for days in product((-4, -3, -2), repeat=3) if not days[0] <= days[1] < days[2]]


@pytest.mark.req("REQ-2.2")
@pytest.mark.parametrize(("approved", "published", "effective"), ORDERS)
def test_approval_publication_effect_in_any_other_order_are_refused_even_in_a_draft(
    editor, workshop, approved, published, effective
):
    dates = {"approved_on": approved, "published_on": published, "effective_from": effective}
    dates = {name: in_days(days) for name, days in dates.items()}
    response = create(editor, workshop, published_where="стенд", **dates)
    said = response.content.decode()
    assert ("Публикация должна предшествовать вступлению в силу" in said) is (published >= effective)
    assert ("Редакцию утверждают не позже, чем публикуют" in said) is (approved > published)
    assert not Edition.objects.exists()


@pytest.mark.req("REQ-2.2")
@pytest.mark.parametrize(("approved", "published", "effective"), [(-4, -4, -3), (-4, -3, -2), (-4, -4, -2)])
def test_approval_publication_effect_in_their_order_are_accepted(approver, workshop, approved, published, effective):
    dates = {"approved_on": approved, "published_on": published, "effective_from": effective}
    dates = {name: in_days(days) for name, days in dates.items()}
    create(approver, workshop, published_where="стенд", **dates, **{"action-publish": "1"})
    assert Edition.objects.live().get().published_on == in_days(published)


@pytest.mark.req("REQ-2.2")
@pytest.mark.parametrize(("approved", "accepted"), [(-1, True), (0, True), (1, False)])
def test_an_order_of_tomorrow_publishes_nothing_today(approver, workshop, approved, accepted):
    response = create(approver, workshop, approved_on=in_days(approved), **{"action-publish": "1"})
    assert Edition.objects.live().exists() is accepted
    assert ("Редакцию утверждают не позже, чем публикуют" in response.content.decode()) is not accepted


@pytest.mark.req("REQ-2.2")
@pytest.mark.parametrize(("approved", "accepted"), [(2, True), (3, False)])
def test_an_order_stands_before_the_scheduled_publication(approver, workshop, approved, accepted):
    schedule = {"go_live_at": f"{in_days(2)} 10:00", "approved_on": in_days(approved)}
    create(approver, workshop, **schedule, **{"action-publish": "1"})
    assert Edition.objects.exists() is accepted


@pytest.mark.req("REQ-2.2")
def test_an_order_that_follows_the_effect_is_refused_even_in_a_draft(editor, workshop):
    response = create(editor, workshop, approved_on=in_days(10))
    assert "Редакцию утверждают раньше, чем она вступает в силу" in response.content.decode()
    assert not Edition.objects.exists()


@pytest.mark.parametrize(("published", "effective"), [(-3, -3), (-3, -4), (1, 5)])
def test_contradicting_dates_are_refused_even_in_a_draft(editor, workshop, published, effective):
    response = create(editor, workshop, published_on=in_days(published), effective_from=in_days(effective))
    assert response.status_code == 200
    assert not Edition.objects.exists()


def test_two_editions_do_not_take_effect_on_one_day(editor, workshop):
    create(editor, workshop)
    response = create(editor, workshop, number=2)
    assert "вступает в силу в тот же день" in response.content.decode()
    assert Edition.objects.count() == 1


def test_an_edition_is_not_moved_to_the_day_of_another(editor, workshop):
    create(editor, workshop)
    create(editor, workshop, number=2, effective_from=in_days(11))
    second = Edition.objects.get(number=2)
    response = change(editor, second, effective_from=in_days(10))
    assert "вступает в силу в тот же день" in response.content.decode()


def test_a_text_with_a_clause_twice_is_refused_with_its_lines(editor, workshop):
    response = create(editor, workshop, text="1. ОБЩЕЕ\n1.1. Раз\n1.1. Два")
    assert "Пункт 1.1 встречается дважды: строки 2 и 3" in response.content.decode()


def test_what_is_checked_in_the_form_is_checked_wherever_a_page_is_published(workshop):
    edition = make.edition(workshop, days=3, published_on=None, published_where="", live=False)
    revision = edition.save_revision()
    with time_machine.travel(timezone.now() + timedelta(days=3)), pytest.raises(ValidationError):
        revision.publish()
    assert not PublicationRecord.objects.exists()
