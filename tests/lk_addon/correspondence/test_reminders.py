"""Reminders of terms to both sides, once for each term and distance, however often beat asks."""

from datetime import date, timedelta

import pytest
from post_office.models import Email

from cms.outbox.domain import drain
from cms.workdays.queries import add_workdays
from lk_addon.correspondence.domain import answering, reminders
from lk_addon.correspondence.models import TermReminder, Thread
from tests.factories.correspondence import sent_letter

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-3.1.R8", "REQ-6.5")]

DUE = date(2026, 3, 19)  # a Thursday without a day off around it
STAFF, MEMBER = "correspondence.term_for_staff", "correspondence.term_for_member"


@pytest.fixture
def thread(letter):
    """A thread that the SRO has to answer by that day."""
    Thread.objects.filter(pk=letter.thread_id).update(due_on=DUE)
    return Thread.objects.get()


@pytest.fixture
def asked(thread):
    """The same while the member has to answer by that day."""
    Thread.objects.update(state="need_info", stopped_on=DUE - timedelta(days=9), member_due_on=DUE)
    return Thread.objects.get()


def day(distance):
    return DUE if not distance else add_workdays(DUE, -distance)


def remind(on):
    """Ask on that day, twice, and have the work done."""
    for _time in range(2):
        reminders.queue_reminders(today=on)
    drain()


def mails(template):
    return sorted(address for email in Email.objects.filter(template__name=template) for address in email.to)


def test_staff_are_reminded_two_days_before_on_the_day_and_when_it_has_passed(thread, clerk):
    told = []
    for on in (day(3), day(2), day(1), DUE, day(-1), day(-2)):
        remind(on)
        told.append(len(mails(STAFF)))
    assert told == [0, 1, 1, 2, 3, 3]
    assert set(mails(STAFF)) == {clerk.email}


def test_a_day_on_which_beat_did_not_run_is_made_up_for(thread):
    remind(day(1))
    assert TermReminder.objects.get().workdays == 2


def test_who_has_the_thread_is_reminded_alone(thread, clerk):
    other = type(clerk).objects.create_user("second@example.com", is_staff=True)
    other.groups.set(clerk.groups.all())
    answering.assign(thread=thread, assignee=other, actor=clerk)
    remind(DUE)
    assert mails(STAFF) == ["second@example.com"]


def test_a_member_is_reminded_of_an_answer_and_nothing_of_content_is_told(scene, asked):
    told = []
    for on in (day(4), day(3), day(2), day(1), DUE, day(-1)):
        remind(on)
        told.append(len(mails(MEMBER)))
    assert told == [0, 2, 2, 4, 6, 6]
    assert set(mails(MEMBER)) == {scene.member.email, scene.colleague.email}
    assert not mails(STAFF)  # the SRO's clock stands
    body = "".join(email.email_message().body for email in Email.objects.filter(template__name=MEMBER))
    assert "19.03.2026" in body
    assert "взносов" not in body


def test_a_reminder_that_is_too_late_to_be_true_is_not_sent(thread, clerk):
    reminders.queue_reminders(today=DUE)
    answering.reply(thread=thread, text="Ответ", actor=clerk)
    drain()
    assert not mails(STAFF)


def test_settled_threads_are_left_alone(scene, clerk):
    letter = sent_letter(scene.member, scene.north)
    Thread.objects.update(due_on=DUE)
    answering.reject(thread=letter.thread, reason="Нет", actor=clerk)
    remind(DUE)
    assert not mails(STAFF)
