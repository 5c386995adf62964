"""Two acts at one moment: one runs into what the other has locked."""

import concurrent.futures
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection, transaction

PATIENCE = 30  # seconds that an act may take to run into the lock


@contextmanager
def running_into_my_locks(act):
    """Run ``act`` beside the block, which is in a transaction of its own.

    The block takes its locks and calls what it is given: that returns when the act waits for them, or is done.
    """

    def work():
        try:
            act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        begun = []

        def wait():
            begun.append(pool.submit(work))
            for _look in range(PATIENCE * 100):
                if is_waited_for() or concurrent.futures.wait(begun, timeout=0.01).done:
                    return

        with transaction.atomic():
            yield wait
        begun[0].result()


def is_waited_for():
    """Whether somebody waits for a lock of this connection."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND %s = ANY(pg_blocking_pids(pid))",
            [connection.connection.info.backend_pid],
        )
        return cursor.fetchone()[0] > 0
