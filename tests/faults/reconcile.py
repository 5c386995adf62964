"""The reckoning: receipts against letters, letters against bytes, numbers against series, mail against the sink."""

import hashlib
from collections import Counter

from tests.faults.site import eventually

SENT = 0  # of post_office


WAITING = f"""
SELECT handler, attempts, last_error FROM outbox_outboxmessage WHERE done_at IS NULL
UNION ALL
SELECT 'mail', number_of_retries, message_id FROM post_office_email WHERE status IS DISTINCT FROM {SENT}
"""


def settle(site):
    """Wait until all that was asked for is done: nothing waits in the outbox or in the mail.

    Raises AssertionError with what waits.
    """

    def waiting():
        with site.database() as database:
            return database.execute(WAITING).fetchall()

    try:
        eventually(lambda: not waiting(), "outbox and mail are done")
    except AssertionError as error:
        raise AssertionError(f"{error}: {waiting()}") from error


def reconcile(site, ledger, *, repeats=0):
    """Raise AssertionError unless nothing is lost and nothing doubled.

    ``repeats`` is how many letters a fault between the mail server's 250 and our mark may have sent again.
    """
    with site.database() as database:
        letters = _letters(database)
        _receipts_have_letters(ledger, letters)
        _numbers_have_no_gap(database, letters)
        _bytes_are_what_was_sent(site, database, ledger)
        _journal_has_each_once(database, letters)
        _mail_came(site, database, letters, repeats)
    _nothing_lies_about(site)


def _letters(database):
    rows = database.execute("SELECT key::text, number, id::text FROM correspondence_letter ORDER BY number").fetchall()
    return {key: (number, letter) for key, number, letter in rows}


def _receipts_have_letters(ledger, letters):
    for receipt in ledger.receipts:
        assert letters.get(receipt.key) == (receipt.number, receipt.letter), f"lost: {receipt}"
    assert set(letters) <= ledger.attempts, "a letter that nobody sent"
    numbers = Counter(receipt.number for receipt in ledger.receipts)
    assert not numbers or max(numbers.values()) == 1, "two receipts with one number"


def _numbers_have_no_gap(database, letters):
    series = database.execute("SELECT year, last FROM correspondence_numberseries WHERE code = 'receipt'").fetchall()
    wanted = [f"ЛК-{number:05}/{year}" for year, last in series for number in range(1, last + 1)]
    assert sorted(number for number, _letter in letters.values()) == sorted(wanted)


def _bytes_are_what_was_sent(site, database, ledger):
    rows = database.execute(
        "SELECT letter_id::text, file, sha256, scan FROM correspondence_attachment"
        " JOIN files_storedfile ON files_storedfile.id = file_id"
    ).fetchall()
    files = {letter: (name, sha256, scan) for letter, name, sha256, scan in rows}
    assert len(files) == len(rows), "a letter with two files"
    for receipt in ledger.receipts:
        name, sha256, scan = files[receipt.letter]
        stored = hashlib.sha256((site.folder / "private" / name).read_bytes()).hexdigest()
        assert stored == sha256 == receipt.sha256, f"other bytes: {receipt}"
        assert scan == "clean", f"{receipt}: {scan}"


def _journal_has_each_once(database, letters):
    rows = database.execute("SELECT object_id, count(*) FROM audit_auditentry WHERE action = 'letter.sent' GROUP BY 1")
    assert dict(rows.fetchall()) == {letter: 1 for _number, letter in letters.values()}


def _mail_came(site, database, letters, repeats):
    """One employee is told of each letter, once."""
    rows = database.execute("SELECT message_id FROM post_office_email").fetchall()
    assert len(rows) == len(letters), "not one mail for each letter"
    taken = Counter(letter.message_id for letter in site.smtp.taken if letter.is_acknowledged)
    assert set(taken) == {message_id for (message_id,) in rows}, "mail is lost"
    assert taken.total() - len(taken) <= repeats, "mail is doubled"


def _nothing_lies_about(site):
    with site.database() as database:
        named = {name for (name,) in database.execute("SELECT file FROM files_storedfile").fetchall()}
    private = site.folder / "private"
    lying = {str(path.relative_to(private)) for path in private.rglob("*") if path.is_file()}
    assert lying == named
