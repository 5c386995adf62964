"""Scenes with which many tests begin: made once by a worker, afterwards put into the tables as rows.

Acts that make a scene ask the database a hundred times; its rows come back with one request.
"""

import copy
from dataclasses import dataclass

import time_machine
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from tests.databases import keeps_rows

_kept = {}


@dataclass
class _Kept:
    returned: object
    sql: str


def begin_with(make):
    """Let the test's transaction hold what ``make()`` makes, and return what it returns: a copy, the test's own.

    The rows are of today, and at most as old as the run. Acts make the scene where its rows would not be the same, in
    a test that commits or travels in time; and it is kept from no test that has changed something before.
    """
    if not connection.in_atomic_block or time_machine.escape_hatch.is_travelling() or not keeps_rows():
        return make()
    key = make, timezone.localdate()
    if key in _kept:
        with connection.cursor() as cursor:
            cursor.execute(_kept[key].sql)
    elif _changes():
        return make()
    else:
        returned = make()
        _kept[key] = _Kept(returned, _as_sql(_changes()))
        cache.clear()  # what the acts have warmed is cold when rows come
    return copy.deepcopy(_kept[key].returned)


def _changes():
    """Return (table, columns, rows gone, rows come) of each table that differs from what the run began with."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kept.changes()")
        return cursor.fetchall()


def _as_sql(changes):
    """Return statements that bring the changes about; triggers and keys let the rows in as they are."""
    statements = ["SET LOCAL session_replication_role = replica"]
    for table, columns, gone, come in changes:
        if gone:
            statements.append(f"DELETE FROM {table} AS held WHERE held::text IN ({gone})")
        if come:
            statements.append(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM unnest(ARRAY[{come}]::{table}[])")
    return ";\n".join([*statements, "SET LOCAL session_replication_role = origin"])
