"""A mailing reaches each recipient once, whatever happens to the worker (REQ-6.5, REQ-4.8)."""

from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from post_office.models import STATUS, Email

from cms.audit.models import AuditEntry
from cms.outbox.domain import drain
from lk_addon.accounts.domain.blocks import block_account
from lk_addon.mailings.domain import mailing as sending
from lk_addon.mailings.letters import MAILING
from lk_addon.mailings.models import Category, Delivery, Mailing, OptOut
from lk_addon.mailings.queries import progress, recipients
from lk_addon.registry.models import Fund
from tests.factories.accounts import MandateFactory
from tests.scenarios import exclude

pytestmark = pytest.mark.req("REQ-6.5")


class WorkerDied(BaseException):
    """What a killed process looks like from inside: nothing catches it."""


def letters():
    return Counter(
        address for letter in Email.objects.filter(template__name="mailings.mailing") for address in letter.to
    )


def acting(scene):
    return {scene.member.email, scene.colleague.email, scene.outsider.email, scene.other.email}


def test_service_letter_goes_once_to_everybody_who_may_enter(scene, confirmed):
    confirmed()
    drain()
    assert letters() == Counter(acting(scene))  # «other» acts for two members and gets one
    one = Mailing.objects.get()
    assert one.state == Mailing.State.SENT
    assert progress(one) == {"total": 4, "waiting": 0, "queued": 4, "skipped": 0, "sent": 0, "failed": 0}
    assert set(AuditEntry.objects.filter(action__startswith="mailing.").values_list("action", flat=True)) == {
        "mailing.confirmed",
        "mailing.sent",
    }


@pytest.mark.parametrize("again", [1, 3])
def test_work_begun_again_sends_nothing_twice(scene, confirmed, again):
    one = confirmed()
    for _time in range(again):
        sending.send_waiting(one.pk)
    assert letters() == Counter(acting(scene))


@pytest.mark.parametrize("point", ["before the letters", "after the letters", "between batches", "at the end"])
def test_worker_killed_at_any_point_leaves_one_letter_for_each(scene, confirmed, monkeypatch, point):
    monkeypatch.setattr(sending, "BATCH", 1)
    one = confirmed()
    calls = Counter()

    def dying(function, *, at, after=False):
        def call(*args, **kwargs):
            calls[at] += 1
            if calls[at] == 2 and not after:
                raise WorkerDied
            result = function(*args, **kwargs)
            if calls[at] == 2:
                raise WorkerDied
            return result

        return call

    with monkeypatch.context() as patch:
        if point == "before the letters":
            patch.setattr(sending.mail, "send_many", dying(sending.mail.send_many, at=point))
        elif point == "after the letters":
            patch.setattr(sending.mail, "send_many", dying(sending.mail.send_many, at=point, after=True))
        elif point == "between batches":
            patch.setattr(sending, "_send_batch", dying(sending._send_batch, at=point, after=True))
        else:
            patch.setattr(sending.audit, "record", lambda *args, **kwargs: (_ for _ in ()).throw(WorkerDied))
        with pytest.raises(WorkerDied):
            sending.send_waiting(one.pk)
    assert all(count == 1 for count in letters().values())
    sending.send_waiting(one.pk)
    assert letters() == Counter(acting(scene))
    assert Mailing.objects.get().state == Mailing.State.SENT


def test_long_mailing_is_handed_on_to_the_next_run(scene, confirmed, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 1)
    monkeypatch.setattr(sending, "BATCHES", 1)
    confirmed()
    drain()
    assert letters() == Counter(acting(scene))


@pytest.mark.req("REQ-4.8")
def test_information_letter_goes_only_to_those_who_agreed_and_did_not_refuse(scene, confirmed, agree):
    agree(scene.member, scene.colleague, scene.excluded)
    OptOut.objects.create(user=scene.colleague, category=Category.NEWS)
    confirmed(category=Category.NEWS)
    drain()
    assert letters() == Counter([scene.member.email])


@pytest.mark.req("REQ-1.4")
def test_who_lost_access_after_the_confirmation_gets_nothing(scene, confirmed):
    confirmed()
    exclude(scene.north)
    block_account(user=scene.outsider, reason="other", comment="", actor=scene.staff)
    drain()
    assert letters() == Counter([scene.other.email])
    assert Delivery.objects.filter(state=Delivery.State.SKIPPED).count() == 3


def test_stopped_mailing_sends_no_more_and_holds_back_what_has_not_left(scene, confirmed, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 1)
    monkeypatch.setattr(sending, "BATCHES", 1)
    one = confirmed()
    sending.send_waiting(one.pk)
    sending.stop_mailing(mailing=one, actor=scene.staff)
    drain()
    assert sum(letters().values()) == 1
    assert Email.objects.get().expires_at is not None
    assert Mailing.objects.get().state == Mailing.State.STOPPED
    with pytest.raises(ValidationError, match="нечего"):
        sending.stop_mailing(mailing=one, actor=scene.staff)


def test_number_that_changed_is_confirmed_anew(scene, mailing):
    one = mailing()
    with pytest.raises(ValidationError, match="Получателей стало 4"):
        sending.confirm_mailing(mailing=one, expected=3, actor=scene.staff)
    sending.confirm_mailing(mailing=one, expected=4, actor=scene.staff)
    with pytest.raises(ValidationError, match="уже подтверждена"):
        sending.confirm_mailing(mailing=one, expected=4, actor=scene.staff)


def test_mailing_to_nobody_is_refused(scene, mailing):
    with pytest.raises(ValidationError, match="Получателей нет"):
        sending.confirm_mailing(mailing=mailing(category=Category.LAW), expected=0, actor=scene.staff)


def test_audience_is_narrowed_by_region_level_or_list(scene, mailing):
    scene.montage.address_region = "Дальний край"
    scene.montage.save()
    far = {scene.outsider, scene.other}
    assert set(recipients(mailing(audience="filter", region="Дальний край"))) == far
    assert set(recipients(mailing(audience="filter", region="Ближний край"))) == set()
    scene.north.levels.create(fund=Fund.VV, number=1, since=scene.north.registered_at)
    assert set(recipients(mailing(audience="filter", fund=Fund.VV, level=1))) == {scene.member, scene.colleague}
    assert set(recipients(mailing(audience="filter", fund=Fund.VV, level=2))) == set()
    chosen = mailing(audience="chosen")
    chosen.members.set([scene.trader, scene.former])
    assert set(recipients(chosen)) == {scene.other}


def test_many_recipients_cost_as_many_queries_as_one(scene, confirmed, django_assert_num_queries):
    MAILING.row()
    one = confirmed()
    with django_assert_num_queries(8):
        sending._send_batch(one.pk)
    for _number in range(10):
        MandateFactory(member=scene.north)
    two = confirmed()
    with django_assert_num_queries(8):
        sending._send_batch(two.pk)


def test_post_keeps_the_letter_for_retries(scene, confirmed):
    confirmed()
    drain()
    letter = Email.objects.first()
    assert letter.status == STATUS.queued
    assert letter.message_id
