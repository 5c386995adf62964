"""The outbox does what waits: each row by itself, whatever becomes of its neighbours and of the process."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from cms.outbox import domain, handlers
from cms.outbox.models import OutboxMessage

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-3.2")]


class Killed(BaseException):
    """Ends a process in the middle, past every handler of errors."""


@pytest.fixture
def works(monkeypatch):
    """Handlers of this test alone, by their names."""
    monkeypatch.setattr(handlers, "_handlers", {})
    return handlers._handlers


def waiting(handler, *keys):
    begun = timezone.now() - timedelta(minutes=1)
    for place, key in enumerate(keys):
        available = begun + timedelta(seconds=place)
        OutboxMessage.objects.create(handler=handler, key=key, payload={"key": key}, available_at=available)


def keys_of(**wanted):
    return list(OutboxMessage.objects.filter(**wanted).order_by("pk").values_list("key", flat=True))


def test_a_worker_that_is_killed_holds_back_the_one_row_that_it_had_in_hand(works):
    done = []

    def work(key):
        if key == "second":
            raise Killed
        done.append(key)

    works["work"] = work
    waiting("work", "first", "second", "third", "fourth")
    with pytest.raises(Killed):
        domain.drain()
    domain.drain()
    assert done == ["first", "third", "fourth"]
    assert keys_of(done_at=None) == ["second"]
    held = OutboxMessage.objects.get(key="second").leased_until - timezone.now()
    assert held <= timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT)


def test_a_service_that_fails_is_asked_once_in_a_run_and_others_do_not_wait_for_it(works):
    asked, done = [], []

    def scan(key):
        asked.append(key)
        raise TimeoutError

    def send(key):
        done.append(key)

    works.update(scan=scan, mail=send)
    waiting("scan", "file-1", "file-2", "file-3")
    waiting("mail", "letter")
    domain.drain()
    assert (asked, done) == (["file-1"], ["letter"])
    domain.drain()
    assert asked == ["file-1", "file-2"]
    failed = OutboxMessage.objects.get(key="file-1")
    assert (failed.last_error, failed.leased_until, failed.attempts) == ("TimeoutError: ", None, 1)
    assert failed.available_at > timezone.now()


def test_a_run_ends_long_before_its_task_would_be_killed_and_the_next_goes_on(works, monkeypatch):
    hours = iter(range(10))
    monkeypatch.setattr(domain, "monotonic", lambda: next(hours) * 3600)
    works["work"] = lambda key: None
    waiting("work", "first", "second", "third")
    assert domain.drain() == 0
    monkeypatch.undo()
    monkeypatch.setattr(handlers, "_handlers", {"work": lambda key: None})
    assert domain.drain() == 3


@pytest.mark.django_db(transaction=True)
def test_a_session_of_the_database_that_was_cut_under_a_handler_costs_the_pause_and_not_the_lease(works):
    def work(key):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    works["work"] = work
    waiting("work", "row")
    domain.drain()
    row = OutboxMessage.objects.get()
    assert (row.leased_until, row.attempts) == (None, 1)
    assert row.available_at - timezone.now() < timedelta(seconds=10)
