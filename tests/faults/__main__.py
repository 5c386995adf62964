"""The soak: faults at random while several people send letters, and the reckoning after each.

``script/faults --rounds 40 --people 3 --minutes 30 --seed 7``. Bounded in number and time; loopback and sockets only.
The same seed gives the same order of faults. Ends with 1 at the first letter that is lost or doubled, and leaves the
folder with log and ledger where it is.
"""

import argparse
import random
import shutil
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from tests.faults.client import Ledger, Person
from tests.faults.database import DatabaseServer
from tests.faults.faults import FAULTS, OF_ITS_OWN_DATABASE, WITHOUT_OTHERS, content
from tests.faults.reconcile import reconcile, settle
from tests.faults.site import Site

MOST_ROUNDS, MOST_PEOPLE, MOST_MINUTES = 1000, 8, 240


def main():
    """Run as told on the command line. Returns the exit status."""
    options = _options()
    chance = random.Random(options.seed)
    names = options.only or [*FAULTS, *OF_ITS_OWN_DATABASE]
    folder = Path(tempfile.mkdtemp(prefix="faults-"))
    folder.chmod(0o755)  # PostgreSQL, which refuses to be root, must be able to enter
    database = DatabaseServer(folder / "services")
    site = Site(folder / "site", database.url, database_server=database)
    print(f"seed {options.seed}, log and ledger in {site.folder}", flush=True)
    try:
        site.start()
        rounds = _soak(site, options, _in_turns(names, chance))
    finally:
        site.stop()
    print(f"{rounds} rounds: nothing lost, nothing doubled")
    shutil.rmtree(site.folder)
    return 0


def _options():
    parser = argparse.ArgumentParser(prog="script/faults", description="Faults that must lose nothing, at random.")
    parser.add_argument("--rounds", type=int, default=20, choices=range(1, MOST_ROUNDS + 1), metavar="N")
    parser.add_argument("--people", type=int, default=2, choices=range(MOST_PEOPLE + 1), metavar="N")
    parser.add_argument("--minutes", type=int, default=30, choices=range(1, MOST_MINUTES + 1), metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", action="append", choices=[*FAULTS, *OF_ITS_OWN_DATABASE], metavar="FAULT")
    return parser.parse_args()


def _in_turns(names, chance):
    """Give every fault once in an order by chance, then again in another."""
    while True:
        yield from chance.sample(names, len(names))


def _soak(site, options, names):
    """Do the rounds. Returns how many there were."""
    ledger = Ledger(site.folder / "ledger")
    person, *others = [Person(site.port, ledger) for _person in range(options.people + 1)]
    for one in (person, *others):
        one.insist(one.sign_in)
    end = time.monotonic() + options.minutes * 60
    for number, name in zip(range(1, options.rounds + 1), names, strict=False):
        started, before = time.monotonic(), len(ledger.receipts)
        with _sending(site, [] if name in WITHOUT_OTHERS else others):
            site.repeats += (FAULTS | OF_ITS_OWN_DATABASE)[name](site, person) or 0
        site.let_time_pass()
        settle(site)
        reconcile(site, ledger, repeats=site.repeats)
        sent = len(ledger.receipts) - before
        print(f"{number:4} {name:48} {sent:4} letters {time.monotonic() - started:6.1f} s", flush=True)
        if time.monotonic() > end:
            break
    return number


@contextmanager
def _sending(site, people):
    """Let ``people`` send one letter after another as long as the block lasts; raise what they met."""
    over = threading.Event()

    def send(person):
        person.send(content(site))
        while not over.is_set():
            person.send(content(site))

    with ThreadPoolExecutor(max(1, len(people))) as pool:
        busy = [pool.submit(send, person) for person in people]
        try:
            yield
        finally:
            over.set()
        for one in busy:
            one.result()


if __name__ == "__main__":
    sys.exit(main())
