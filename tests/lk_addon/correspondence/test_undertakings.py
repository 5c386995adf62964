"""Promises of letters: noted when sent, in the calendar, reminded of before their day, marked as kept."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from cms.audit.models import AuditEntry
from cms.outbox.models import OutboxMessage
from lk_addon.cabinet.duties import duties_of
from lk_addon.cabinet.prepare import ACCOUNTING_DEPARTMENT, CORRESPONDENCE_DEPARTMENT
from lk_addon.cabinet.staff_tasks import tasks_for
from lk_addon.correspondence.domain.answering import reply
from lk_addon.correspondence.domain.sending import withdraw
from lk_addon.correspondence.domain.undertakings import REMIND, mark_fulfilled, remind
from lk_addon.correspondence.kinds import form_of
from lk_addon.correspondence.models import Undertaking
from tests.factories.correspondence import draft, filled_form, kind_of, sent_letter, stored_file
from tests.scenarios import back_office_of, staff_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-3.2.2.N11")]

PROMISE = "Погасить задолженность по членским взносам."


def day(days):
    return timezone.localdate() + timedelta(days=days)


def letter_of(scene, *, days=30, **options):
    values = {"letter_kind": "guarantee", "obligation": PROMISE, "due_on": day(days).isoformat()} | options
    return sent_letter(scene.member, scene.north, code="letter", files=[stored_file(scene.north)], **values)


def form(member, **values):
    data = {"subject": "Гарантийное письмо", "letter_kind": "guarantee", "obligation": PROMISE} | values
    return form_of("letter").form(data, member=member, terms=kind_of("letter").terms())


@pytest.fixture
def clerk(scene):
    return staff_of(CORRESPONDENCE_DEPARTMENT)


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({}, "due_on", "до какого дня"),
        ({"due_on": "2020-01-01"}, "due_on", "уже прошёл"),
        ({"due_on": "2999-01-01"}, "due_on", "Проверьте год"),
        ({"due_on": "2999-01-01", "obligation": ""}, "obligation", "обязуется сделать"),
        ({"letter_kind": ""}, "letter_kind", "заполнить"),
    ],
)
def test_a_letter_of_guarantee_without_promise_or_day_is_refused(scene, values, field, words):
    assert words in " ".join(form(scene.north, **values).errors[field])


def test_another_letter_promises_nothing(scene):
    letter_of(scene, letter_kind="other")
    assert not Undertaking.objects.exists()


def test_a_promise_is_noted_and_stands_in_the_members_calendar_only(scene):
    letter = letter_of(scene)
    row = Undertaking.objects.get()
    assert (row.letter, row.text, row.due_on) == (letter, PROMISE, day(30))
    assert AuditEntry.objects.get(action="undertaking.given").actor == scene.member
    (duty,) = [one for one in duties_of(scene.north, day(0), day(40)) if one.url_name == "correspondence:thread"]
    assert (duty.on, duty.url_args) == (day(30), (letter.thread_id,))
    assert PROMISE not in duty.title
    assert not [one for one in duties_of(scene.montage, day(0), day(40)) if one.url_name == "correspondence:thread"]


def test_reminders_wait_in_the_outbox_for_their_days(scene):
    letter = letter_of(scene)
    waiting = OutboxMessage.objects.filter(handler=REMIND).order_by("available_at")
    assert [timezone.localdate(message.available_at) for message in waiting] == [day(23), day(29)]
    assert {message.key for message in waiting} == {f"{REMIND}:{letter.pk}:{days}" for days in (7, 1)}
    letter_of(scene, days=3)
    assert waiting.all().count() == 3


def test_a_reminder_goes_once_to_representatives_and_department_and_tells_nothing(scene, clerk):
    letter = letter_of(scene, days=7)
    row = Undertaking.objects.get()
    payload = {"undertaking": row.pk, "due_on": row.due_on.isoformat(), "days": 7}
    remind(**payload)
    remind(**payload)
    mails = list(Email.objects.filter(template__name__startswith="correspondence.undertaking"))
    assert {mail.to[0] for mail in mails} == {scene.member.email, scene.colleague.email, clerk.email}
    assert len(mails) == 3
    assert all(PROMISE not in str(mail.context) and letter.thread.subject not in str(mail.context) for mail in mails)


@pytest.mark.parametrize("reason", ["fulfilled", "withdrawn", "corrected"])
def test_nobody_is_reminded_of_what_binds_no_more(scene, clerk, reason):
    letter = letter_of(scene, days=7)
    row = Undertaking.objects.get()
    if reason == "fulfilled":
        mark_fulfilled(undertaking=row, fulfilled_on=day(0), proof="п/п № 5", actor=clerk)
    elif reason == "withdrawn":
        withdraw(thread=letter.thread, reason="Не нужно", author_label="NSS-0901-1", actor=scene.member)
    else:
        correct(scene, letter, due_on=day(20).isoformat())
        assert not AuditEntry.objects.filter(action="undertaking.taken_back").exists()
    remind(undertaking=row.pk, due_on=day(7).isoformat(), days=7)
    assert not Email.objects.filter(template__name__startswith="correspondence.undertaking").exists()


def correct(scene, letter, **values):
    from lk_addon.correspondence.domain.sending import send

    again = draft(
        scene.member,
        scene.north,
        code="letter",
        files=[stored_file(scene.north)],
        thread=letter.thread,
        role="correction",
    )
    values = {"letter_kind": "guarantee", "obligation": PROMISE} | values
    filled = filled_form(scene.north, code="letter", **values)
    return send(draft_id=again.pk, form=filled, author_label="NSS-0901-1", actor=scene.member)


def test_a_corrected_letter_takes_the_place_of_the_first_promise(scene):
    letter = letter_of(scene)
    second = correct(scene, letter, due_on=day(20).isoformat(), obligation="Погасить половину.")
    row = Undertaking.objects.get()
    assert (row.letter, row.text, row.due_on) == (second, "Погасить половину.", day(20))
    third = correct(scene, letter, letter_kind="other")
    assert not Undertaking.objects.exists()
    entry = AuditEntry.objects.get(action="undertaking.taken_back")
    assert (entry.actor, entry.object_id, entry.data["number"]) == (scene.member, str(row.pk), third.number)
    assert entry.data["due_on"] == day(20).isoformat()


@pytest.mark.parametrize(
    ("days", "words"), [(1, "ещё не наступил"), (-1, "раньше, чем дано")], ids=["to come", "before the letter"]
)
def test_a_promise_is_not_kept_on_a_day_that_cannot_be(scene, clerk, days, words):
    letter_of(scene)
    with pytest.raises(ValidationError, match=words):
        mark_fulfilled(undertaking=Undertaking.objects.get(), fulfilled_on=day(days), proof="п/п", actor=clerk)


def test_staff_mark_a_promise_also_after_the_thread_is_closed(scene, clerk):
    letter = letter_of(scene, days=3)
    reply(thread=letter.thread, text="Приняли к сведению.", actor=clerk)
    (task,) = [one for one in tasks_for(clerk) if "скоро исполнить" in one.text]
    browser, row = back_office_of(clerk), Undertaking.objects.get()
    assert task.count == 1
    listed = browser.get(task.address)
    assert PROMISE in listed.text
    address = reverse("correspondence_fulfil", args=[row.pk])
    assert address in listed.text
    browser.post(address, {"fulfilled_on": day(0).isoformat(), "proof": "платёжное поручение № 5"})
    row.refresh_from_db()
    assert (row.fulfilled_on, row.fulfilled_by, row.proof) == (day(0), clerk, "платёжное поручение № 5")
    assert AuditEntry.objects.get(action="undertaking.fulfilled").actor == clerk
    again = browser.post(address, {"fulfilled_on": day(0).isoformat(), "proof": "ещё раз"})
    assert "Исполнение уже отмечено" in again.text
    assert not [one for one in tasks_for(clerk) if "исполнить" in one.text]


def test_other_departments_and_outsiders_neither_see_nor_mark_it(scene):
    letter_of(scene)
    row = Undertaking.objects.get()
    address = reverse("correspondence_fulfil", args=[row.pk])
    accountant = back_office_of(staff_of(ACCOUNTING_DEPARTMENT))
    assert PROMISE not in accountant.get(reverse("correspondence_undertaking_modeladmin_index")).text
    for user in (scene.editor, scene.outsider):
        back_office_of(user).post(address, {"fulfilled_on": day(0).isoformat(), "proof": "п/п"})
    assert accountant.post(address, {"fulfilled_on": day(0).isoformat(), "proof": "п/п"}).status_code in (302, 403)
    row.refresh_from_db()
    assert row.fulfilled_on is None


def test_a_promise_whose_day_has_passed_is_counted_as_late(scene, clerk):
    letter_of(scene, days=1)
    Undertaking.objects.update(due_on=day(-2))
    (task,) = [one for one in tasks_for(clerk) if "не исполнены в срок" in one.text]
    assert (task.count, task.overdue) == (1, True)
