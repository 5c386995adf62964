"""What is sent is stored whole, numbered without gaps, once, and never altered (REQ-3.1.V9, REQ-3.2)."""

import re
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cms.audit.models import AuditEntry
from cms.outbox.models import OutboxMessage
from lk_addon.correspondence.domain.answering import ask
from lk_addon.correspondence.domain.drafts import begin_draft, write_on
from lk_addon.correspondence.domain.numbering import next_number
from lk_addon.correspondence.domain.sending import register_letter, send, withdraw
from lk_addon.correspondence.models import Draft, Letter, NumberSeries, SubmissionKind, Thread
from tests.factories.correspondence import draft, filled_form, kind_of, sent_letter, stored_file

pytestmark = pytest.mark.req("REQ-3.1.R8", "REQ-3.1.V9")


def test_a_letter_is_stored_with_its_files_number_journal_entry_and_task(scene):
    files = [stored_file(scene.north, name="заявка.pdf"), stored_file(scene.north, content=b"%PDF-1.4 two")]
    letter = sent_letter(scene.member, scene.north, files=files, outgoing_no="12-А")
    assert re.fullmatch(r"ЛК-\d{5}/\d{4}", letter.number)
    assert [(one.place, one.file.name) for one in letter.attachments.all()] == [(1, "заявка.pdf"), (2, "письмо.pdf")]
    assert (letter.thread.state, letter.thread.member, letter.outgoing_no) == ("sent", scene.north, "12-А")
    assert letter.author_label == "NSS-0901-1"
    entry = AuditEntry.objects.get(action="letter.sent")
    assert (entry.data["number"], entry.data["digest"], entry.data["files"]) == (letter.number, letter.digest, 2)
    assert OutboxMessage.objects.filter(key=f"correspondence.sent:{letter.pk}").exists()
    assert not Draft.objects.exists()


def test_the_same_draft_is_sent_once(scene):
    begun = draft(scene.member, scene.north)
    sending = {"draft_id": begun.pk, "author_label": "NSS-0901-1", "actor": scene.member}
    first = send(form=filled_form(scene.north), **sending)
    second = send(form=filled_form(scene.north, subject="Другая тема"), **sending)
    assert first == second
    assert Letter.objects.count() == 1


def test_a_foreign_draft_is_not_found(scene):
    begun = draft(scene.member, scene.north)
    with pytest.raises(Letter.DoesNotExist):
        send(draft_id=begun.pk, form=filled_form(scene.montage), author_label="NSS-0902-1", actor=scene.outsider)
    assert Draft.objects.filter(pk=begun.pk).exists()


@pytest.mark.parametrize("table", ["letter", "attachment", "registration"])
def test_what_was_sent_is_never_altered(scene, table):
    letter = sent_letter(scene.member, scene.north, files=[stored_file(scene.north)])
    register_letter(letter=letter, actor=scene.staff)
    for statement in (f"UPDATE correspondence_{table} SET id = id", f"DELETE FROM correspondence_{table}"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_registering_twice_gives_one_number(scene):
    letter = sent_letter(scene.member, scene.north)
    first = register_letter(letter=letter, actor=scene.staff)
    assert register_letter(letter=letter, actor=scene.staff) == first
    assert re.fullmatch(r"Вх-\d+/\d{4}", first.number)
    assert Thread.objects.get().state == Thread.State.REGISTERED


def test_a_kind_that_is_off_is_not_taken_in(scene):
    begun = draft(scene.member, scene.north)
    kind = kind_of()
    kind.is_on, kind.off_message = False, "Пишите на бумаге."
    kind.save()
    with pytest.raises(ValidationError, match="Пишите на бумаге"):
        send(draft_id=begun.pk, form=filled_form(scene.north), author_label="NSS-0901-1", actor=scene.member)
    with pytest.raises(ValidationError, match="Пишите на бумаге"):
        begin_draft(member=scene.north, kind=kind, author_label="NSS-0901-1", actor=scene.member)
    assert Draft.objects.filter(pk=begun.pk).exists()


@pytest.mark.parametrize("role", ["answer", "correction"])
def test_what_has_begun_is_brought_to_its_end_when_its_kind_is_off(scene, role):
    thread = sent_letter(scene.member, scene.north).thread
    ask(thread=thread, text="За какой год?", answer_until=timezone.localdate(), actor=scene.staff)
    thread.kind.is_on, thread.kind.off_message = False, "Пишите на бумаге."
    thread.kind.save()
    begun = write_on(thread=thread, role=role, author_label="NSS-0901-1", actor=scene.member)
    letter = send(draft_id=begun.pk, form=filled_form(scene.north), author_label="NSS-0901-1", actor=scene.member)
    assert (letter.thread, letter.role, letter.thread.state) == (thread, role, "in_work")


def test_a_kind_that_registers_by_itself_gives_every_letter_its_number(scene):
    SubmissionKind.objects.filter(code="general").update(registers_itself=True)
    thread = sent_letter(scene.member, scene.north).thread
    thread.refresh_from_db()
    ask(thread=thread, text="За какой год?", answer_until=timezone.localdate(), actor=scene.staff)
    begun = write_on(thread=thread, role="answer", author_label="NSS-0901-1", actor=scene.member)
    send(draft_id=begun.pk, form=filled_form(scene.north), author_label="NSS-0901-1", actor=scene.member)
    withdraw(thread=thread, reason="Решено.", author_label="NSS-0901-1", actor=scene.member)
    numbers = thread.letters.filter(direction="in").values_list("role", "registration__number")
    year = timezone.localdate().year
    assert list(numbers) == [
        ("submission", f"Вх-1/{year}"),
        ("answer", f"Вх-2/{year}"),
        ("withdrawal", f"Вх-3/{year}"),
    ]


@pytest.mark.req("REQ-3.2.1", "REQ-3.2.1.S2")
def test_a_document_that_must_be_signed_does_not_go_without_a_signature(scene):
    begun = draft(scene.member, scene.north, code="signed_other", files=[stored_file(scene.north)])
    form = filled_form(
        scene.north,
        code="signed_other",
        signatory_name="Образцов Олег Олегович",
        signatory_position="Генеральный директор",
        signatory_basis="Устав",
    )
    with pytest.raises(ValidationError, match="нет электронной подписи"):
        send(draft_id=begun.pk, form=form, author_label="NSS-0901-1", actor=scene.member)
    assert not Letter.objects.exists()


def test_what_is_withdrawn_stays_and_is_settled(scene):
    letter = sent_letter(scene.member, scene.north)
    withdraw(thread=letter.thread, reason="Вопрос решён.", author_label="NSS-0901-1", actor=scene.member)
    thread = Thread.objects.get()
    assert (thread.state, thread.letters.count()) == ("withdrawn", 2)
    with pytest.raises(ValidationError, match="нет решения"):
        withdraw(thread=thread, reason="Ещё раз", author_label="NSS-0901-1", actor=scene.member)


@pytest.mark.django_db
def test_a_failed_transaction_gives_its_number_back():
    with transaction.atomic():
        first = next_number(NumberSeries.Code.INCOMING)
    with transaction.atomic():
        next_number(NumberSeries.Code.INCOMING)
        transaction.set_rollback(True)
    with transaction.atomic():
        second = next_number(NumberSeries.Code.INCOMING)
    numbers = [int(re.search(r"-(\d+)/", number)[1]) for number in (first, second)]
    assert numbers[1] == numbers[0] + 1


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gaps_and_no_doubles_under_concurrency():
    given, lock = [], threading.Lock()

    def take(times):
        for turn in range(times):
            try:
                with transaction.atomic():
                    number = next_number(NumberSeries.Code.OUTGOING)
                    if turn % 3 == 2:
                        raise ZeroDivisionError
            except ZeroDivisionError:
                continue
            with lock:
                given.append(int(re.search(r"-(\d+)/", number)[1]))
        connection.close()

    threads = [threading.Thread(target=take, args=[15]) for _thread in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given) == list(range(1, 81))
