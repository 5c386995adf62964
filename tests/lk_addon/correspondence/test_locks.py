"""Acts at the same moment wait for each other and never collide: neither ends with «deadlock detected» (REQ-3.1.V9).

Each test takes a lock that an act will want, lets the act run into it, and then writes to the journal, as whoever
holds such a lock does next. An act that had the journal's lock by then would end one of the two with an error.
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cms.audit import domain as audit
from lk_addon.cabinet.departments import CORRESPONDENCE_DEPARTMENT
from lk_addon.correspondence.domain.answering import reply
from lk_addon.correspondence.domain.numbering import next_number
from lk_addon.correspondence.domain.sending import register_letters, withdraw
from lk_addon.correspondence.models import Letter, NumberSeries, Registration, Thread
from tests.factories.correspondence import sent_letter
from tests.factories.files import PDF
from tests.factories.locks import running_into_my_locks
from tests.scenarios import back_office_of, people, staff_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("REQ-3.1.V9")]


def test_an_answer_to_what_nobody_has_registered_waits_for_another_answer():
    scene = people()
    thread = sent_letter(scene.member, scene.north).thread
    with running_into_my_locks(lambda: reply(thread=thread, text="Ответ.", actor=scene.staff)) as wait:
        next_number(NumberSeries.Code.OUTGOING)
        wait()
        audit.record("letter.reply", actor=scene.staff)
    assert Letter.objects.filter(thread=thread, role=Letter.Role.REPLY).count() == 1


def test_an_answer_with_a_file_waits_for_another_answer():
    scene = people()
    thread = sent_letter(scene.member, scene.north).thread
    desk = back_office_of(staff_of(CORRESPONDENCE_DEPARTMENT))
    file = SimpleUploadedFile("Ответ.pdf", PDF, "application/pdf")
    said = {"text": "Ответ.", "closes": "on", "files": [file]}
    address = f"/admin/correspondence/threads/{thread.pk}/reply/"
    with running_into_my_locks(lambda: desk.post(address, said)) as wait:
        next_number(NumberSeries.Code.OUTGOING)
        wait()
        audit.record("letter.reply", actor=scene.staff)
    assert Letter.objects.filter(thread=thread, role=Letter.Role.REPLY).count() == 1


def test_registering_many_waits_for_an_act_upon_one_of_the_threads():
    scene = people()
    letters = [sent_letter(scene.member, scene.north, subject=f"Тема {number}") for number in range(3)]
    last = max(letter.thread_id for letter in letters)
    with running_into_my_locks(lambda: register_letters(letters=letters, actor=scene.staff)) as wait:
        Thread.objects.select_for_update().get(pk=last)
        wait()
        audit.record("thread.noted", actor=scene.staff)
    assert Registration.objects.count() == len(letters)


def test_a_kind_that_registers_by_itself_waits_for_an_employee_who_registers():
    scene = people()
    letter = sent_letter(scene.member, scene.north)
    type(letter.thread.kind).objects.update(registers_itself=True)
    letter.thread.refresh_from_db()
    taking_back = {"thread": letter.thread, "reason": "Решено.", "author_label": "NSS-0901-1", "actor": scene.member}
    with running_into_my_locks(lambda: withdraw(**taking_back)) as wait:
        next_number(NumberSeries.Code.INCOMING)
        wait()
        audit.record("letter.registered", actor=scene.staff)
    assert letter.thread.letters.filter(registration=None).count() == 1
