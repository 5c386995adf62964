"""Numbers of letters: in each yearly series one after another, without gaps and without doubles."""

from django.db import connection
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from lk_addon.correspondence.models import NumberSeries

FORMATS = {
    NumberSeries.Code.RECEIPT: "ЛК-{number:05}/{year}",
    NumberSeries.Code.INCOMING: "Вх-{number}/{year}",
    NumberSeries.Code.OUTGOING: "Исх-{number}/{year}",
    NumberSeries.Code.OUTAGE: "СН-{number}/{year}",
}

_NEXT = """
INSERT INTO correspondence_numberseries (code, year, last) VALUES (%s, %s, 1)
ON CONFLICT (code, year) DO UPDATE SET last = correspondence_numberseries.last + 1
RETURNING last
"""


def next_number(code, *, at=None):
    """Return the next number of the series as people read it, e.g. «Вх-17/2026»; the year is Moscow's.

    The row stays locked until the caller's transaction ends: another waits, and a transaction that fails gives
    its number back. Raises TransactionManagementError outside of a transaction.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("a number is given inside of a transaction only")
    year = timezone.localtime(at).year if at else timezone.localdate().year
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [NumberSeries.Code(code).value, year])
        number = cursor.fetchone()[0]
    return FORMATS[code].format(number=number, year=year)
