"""Letters go out one by one, by one process at a time, for as long as it may still be of use."""

import os
import smtplib
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError
from post_office.models import STATUS, Email

from cms.core import delivery
from cms.core.letters import Letter, queue_letter
from cms.core.tasks import send_letters
from cms.settings import base

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-6.5")]

LETTER = Letter(name="tests.plain", subject="Новое в кабинете", template="errors/500.html")
ADDRESSES = [f"person-{number}@example.com" for number in range(3)]


class FaultyBackend(EmailBackend):
    """A mail server that does what ``answer`` says to each letter."""

    answer = staticmethod(lambda message: None)

    def send_messages(self, messages):
        for message in messages:
            type(self).answer(message)
        return super().send_messages(messages)


@pytest.fixture
def server(settings, monkeypatch):
    """``server(answer)``: ``answer(message)`` is asked, and may raise, before a letter is taken."""
    settings.POST_OFFICE = settings.POST_OFFICE | {
        "BACKENDS": {"default": f"{__name__}.FaultyBackend"},
        "BATCH_SIZE": base.POST_OFFICE["BATCH_SIZE"],
    }
    return lambda answer: monkeypatch.setattr(FaultyBackend, "answer", staticmethod(answer))


def queued(*addresses):
    return [queue_letter(LETTER, to=address, context={}) for address in addresses]


def sent_to():
    return sorted(address for message in mail.outbox for address in message.to)


class Killed(BaseException):
    """Ends a process in the middle."""


def test_a_worker_killed_after_some_letters_sends_none_of_those_again(server, monkeypatch):
    queued(*ADDRESSES)
    sent = delivery.send_queued

    def killed_after_two():
        if len(mail.outbox) == 2:
            raise Killed
        sent()

    server(lambda message: None)
    monkeypatch.setattr(delivery, "send_queued", killed_after_two)
    with pytest.raises(Killed):
        send_letters()
    monkeypatch.undo()
    assert Email.objects.filter(status=STATUS.sent).count() == 2


def test_each_letter_is_marked_before_the_next_one_is_sent(server):
    queued(*ADDRESSES)
    server(lambda message: None)
    assert base.POST_OFFICE["BATCH_SIZE"] == 1
    send_letters()
    assert sent_to() == ADDRESSES
    assert set(Email.objects.values_list("status", flat=True)) == {STATUS.sent}


def test_a_lock_that_a_dead_worker_left_keeps_no_letter_back():
    """In a container the new worker has the number of the dead one: the library's own lock then holds for ever."""
    for folder in (settings.VAR_DIR / "mail-sending.lock", Path("/tmp/post_office.lock")):
        folder.write_text(str(os.getpid()))
    queued(ADDRESSES[0])
    try:
        send_letters()
    finally:
        (settings.VAR_DIR / "mail-sending.lock").unlink(missing_ok=True)
        Path("/tmp/post_office.lock").unlink(missing_ok=True)
    assert sent_to() == ADDRESSES[:1]


def test_while_another_process_sends_this_one_does_not():
    queued(ADDRESSES[0])
    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory")
    parameters.pop("context", None)
    with psycopg.connect(**parameters, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [delivery.LOCK])
        send_letters()
        assert mail.outbox == []
        other.execute("SELECT pg_advisory_unlock(%s)", [delivery.LOCK])
    send_letters()
    assert sent_to() == ADDRESSES[:1]


def test_a_mail_server_may_be_away_for_days_and_nothing_is_given_up(server):
    def away(message):
        raise ConnectionRefusedError

    server(away)
    letter = queued(ADDRESSES[0])[0]
    for _try in range(20):
        send_letters()
        letter.refresh_from_db()
        assert letter.status == STATUS.requeued
        Email.objects.update(scheduled_time=timezone.now() - timedelta(seconds=1))
    assert settings.POST_OFFICE["MAX_RETRIES"] * settings.POST_OFFICE["RETRY_INTERVAL"] >= timedelta(days=4)
    server(lambda message: None)
    send_letters()
    assert sent_to() == ADDRESSES[:1]


@pytest.mark.parametrize(("code", "is_given_up"), [(450, False), (550, True)])
def test_an_address_that_is_refused_for_good_is_given_up_soon_and_one_refused_for_now_is_not(server, code, is_given_up):
    def refusing(message):
        raise smtplib.SMTPRecipientsRefused(dict.fromkeys(message.to, (code, b"no")))

    server(refusing)
    letter = queued(ADDRESSES[0])[0]
    for _try in range(delivery.REFUSED_TRIES):
        send_letters()
        Email.objects.update(scheduled_time=timezone.now() - timedelta(seconds=1))
    letter.refresh_from_db()
    assert (letter.status == STATUS.failed) is is_given_up


def test_a_broker_that_is_down_fails_nobody_who_queued_a_letter(monkeypatch, django_capture_on_commit_callbacks):
    def down(*args, **kwargs):
        raise OperationalError("the broker is down")

    monkeypatch.setattr(send_letters, "delay", down)
    after = []
    with django_capture_on_commit_callbacks(execute=True):
        queued(ADDRESSES[0])
        transaction.on_commit(lambda: after.append("what else follows the commit"))
    assert after
    assert Email.objects.get().status == STATUS.queued
