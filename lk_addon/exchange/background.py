"""One worker for one piece of work, whoever else is told to do it."""

from contextlib import contextmanager

from django.db import connection


@contextmanager
def alone(space, pk):
    """Hold the advisory lock of row ``pk`` in the ``space`` of its kind; gives False where another holds it.

    A dead worker's lock dies with its connection.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [space, pk])
        [got] = cursor.fetchone()
    try:
        yield got
    finally:
        if got:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [space, pk])
