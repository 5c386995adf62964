"""Numbers of letters: in each yearly series one after another, without gaps and without doubles."""

from django.db import connection
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from lk_addon.correspondence.models import NumberSeries

Code = NumberSeries.Code

FORMATS = {
    Code.RECEIPT: "ЛК-{number:05}/{year}",
    Code.INCOMING: "Вх-{number}/{year}",
    Code.OUTGOING: "Исх-{number}/{year}",
    Code.OUTAGE: "СН-{number}/{year}",
}

_NEXT = """
INSERT INTO correspondence_numberseries (code, year, last) VALUES (%s, %s, 1)
ON CONFLICT (code, year) DO UPDATE SET last = correspondence_numberseries.last + 1
RETURNING last
"""

#: In this order series are locked, and all of them before the journal, which is one lock for everybody.
ORDER = (Code.RECEIPT, Code.INCOMING, Code.OUTGOING, Code.OUTAGE)


def hold(*codes, at=None):
    """Lock the series from which the caller's transaction will take numbers, before it writes to the journal.

    Acts that take from two series with an entry of the journal between would else wait for each other. Raises
    TransactionManagementError outside of a transaction.
    """
    _demand_transaction()
    year = _year(at)
    for code in sorted(codes, key=ORDER.index):
        series = NumberSeries.objects.select_for_update(no_key=True).filter(code=code, year=year)
        if series.first() is None:  # the first number of the year
            NumberSeries.objects.bulk_create([NumberSeries(code=code, year=year)], ignore_conflicts=True)
            series.get()


def next_number(code, *, at=None):
    """Return the next number of the series as people read it, e.g. «Вх-17/2026»; the year is Moscow's.

    The row stays locked until the caller's transaction ends: another waits, and a transaction that fails gives
    its number back. Raises TransactionManagementError outside of a transaction.
    """
    _demand_transaction()
    year = _year(at)
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [Code(code).value, year])
        number = cursor.fetchone()[0]
    return FORMATS[code].format(number=number, year=year)


def _year(at):
    return timezone.localtime(at).year if at else timezone.localdate().year


def _demand_transaction():
    if not connection.in_atomic_block:
        raise TransactionManagementError("a number is given inside of a transaction only")
