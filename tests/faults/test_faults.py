"""Faults that must lose nothing: what a receipt was shown for is there, once, whatever died meanwhile.

``script/faults`` does the same by chance, with more people at once, and kills the database too.
"""

import time

import pytest

from tests.faults.faults import FAULTS
from tests.faults.reconcile import reconcile, settle


@pytest.mark.needs_addon
@pytest.mark.req("REQ-3.2", "REQ-3.1.V9")
def test_nothing_is_lost_and_nothing_doubled(site, person):
    """One test, because one worker of the run starts one site for all faults."""
    for name, fault in FAULTS.items():
        started, before = time.monotonic(), len(person.ledger.receipts)
        try:
            site.repeats += fault(site, person) or 0
            settle(site)
            assert len(person.ledger.receipts) > before
            reconcile(site, person.ledger, repeats=site.repeats)
        except Exception as error:
            error.add_note(f"fault: {name}\nlog: {site.end_of_log()}")
            raise
        print(f"{name}: {time.monotonic() - started:.1f} s")
