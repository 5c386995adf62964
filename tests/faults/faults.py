"""What goes wrong, one function a fault. Each has somebody send letters through it and leaves the site whole again.

``run(site, person)`` returns when receipts were shown; the caller then lets everything settle and reckons. A fault
after which letters may rightly come twice to the mail server returns how many may.
"""

import signal
from concurrent.futures import ThreadPoolExecutor

from tests.faults import smtp
from tests.faults.client import NoAnswerError
from tests.faults.site import eventually

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
FAULTS, OF_ITS_OWN_DATABASE = {}, {}
WITHOUT_OTHERS = ["web_told_to_end_while_it_answers"]  # who comes a moment later finds the door closed


def fault(function):
    """Put the function into the list of faults."""
    FAULTS[function.__name__] = function
    return function


def content(site, size=1000):
    """Return a PDF that is like no other of this run."""
    return PDF + b"%" + str(next(site.made)).encode().rjust(size, b"0")


def send_through(site, person, point, what):
    """Send a letter while ``point`` is armed, and see that it was met. Returns the receipt."""
    site.arm(point, what)
    receipt = person.send(content(site, 150_000))
    site.met(point)
    return receipt


@fault
def web_killed_during_an_upload(site, person):
    """A piece is on the disk and its row is not committed: the person goes on from what was acknowledged."""
    send_through(site, person, "upload.written", "kill")


@fault
def web_killed_at_the_end_of_an_upload(site, person):
    """The whole file is in the storage and its row is not committed."""
    send_through(site, person, "upload.stored", "kill")


@fault
def web_killed_before_the_commit_of_a_letter(site, person):
    """Number, letter, journal and outbox row are written and vanish together; the number is given again."""
    send_through(site, person, "sending.written", "kill")


@fault
def web_killed_before_the_answer(site, person):
    """The letter is committed and nobody knows: the same button then leads to its receipt."""
    send_through(site, person, "sending.committed", "kill")


@fault
def web_told_to_end_while_it_answers(site, person):
    """SIGTERM: what is under way is answered, then the process ends by itself."""
    sent = content(site)
    fields, file = person.begin(), person.upload(sent)
    site.arm("sending.committed", "hold")
    with ThreadPoolExecutor(1) as pool:
        pressed = pool.submit(person.press_once, fields, file)
        site.met("sending.committed")
        web = site.processes["web"]
        web.send_signal(signal.SIGTERM)
        site.release("sending.committed")
        address = pressed.result()
    assert address.endswith("/receipt/")
    site.end("web")
    site.start_process("web")
    eventually(site.answers, "the site answers again")
    receipt = person.send_file(fields, sent, file)
    assert receipt.letter in address


@fault
def worker_child_killed_after_its_work(site, person):
    """The handler has done its work and the outbox row is not marked: the second run changes nothing."""
    send_through(site, person, "outbox.performed", "kill")
    site.let_time_pass()


@fault
def worker_child_killed_between_250_and_mark(site, person):
    """The mail server has the letter and we do not know: it comes again, under the same Message-ID, alone."""
    send_through(site, person, "mail.accepted", "kill")
    return 1


@fault
def worker_killed_at_work(site, person):
    """Parent and child die while they hold a row."""
    site.arm("outbox.claimed", "hold")
    person.send(content(site))
    site.met("outbox.claimed")
    site.restart("worker")
    site.release("outbox.claimed")
    site.let_time_pass()


@fault
def broker_emptied_while_worker_and_beat_are_dead(site, person):
    """Every message is lost; the rows are not, and beat asks for them."""
    site.end("beat", signal.SIGKILL)
    site.end("worker", signal.SIGKILL)
    person.send(content(site))
    site.broker.client.flushall()
    site.start_process("worker")
    site.start_process("beat")
    site.let_time_pass()


@fault
def broker_down_when_a_letter_is_sent(site, person):
    """Nobody can be woken: the receipt is shown all the same."""
    site.broker.stop()
    fields, sent = person.begin(), content(site)
    file = person.upload(sent)
    assert person.press_once(fields, file).endswith("/receipt/")
    site.broker.start()
    person.send_file(fields, sent, file)


@fault
def broker_hanging_when_a_letter_is_sent(site, person):
    """The broker takes the connection and says nothing: the receipt is late by seconds and no more."""
    site.broker.freeze()
    try:
        fields, sent = person.begin(), content(site)
        file = person.upload(sent)
        assert person.press_once(fields, file).endswith("/receipt/")
    finally:
        site.broker.resume()
    person.send_file(fields, sent, file)


@fault
def sessions_lost(site, person):
    """The cache is away and comes back empty: everybody signs in again, and the draft goes on."""
    sent = content(site)
    fields, file = person.begin(), person.upload(sent)
    site.sessions.stop()
    with ThreadPoolExecutor(1) as pool:
        receipt = pool.submit(person.send_file, fields, sent, file)
        site.sessions.start()
        receipt.result()


@fault
def database_sessions_cut(site, person):
    """Every session ends, one of them in the middle of a letter."""
    sent = content(site)
    fields, file = person.begin(), person.upload(sent)
    site.arm("sending.written", "hold")
    with ThreadPoolExecutor(1) as pool:
        receipt = pool.submit(person.send_file, fields, sent, file)
        site.met("sending.written")
        site.cut_sessions()
        site.release("sending.written")
        receipt.result()
    site.let_time_pass()
    return 1  # a letter that was just sent could not be marked


def database_killed(site, person):
    """The server dies with a letter that is written and not committed, and comes back with what was committed."""
    sent = content(site)
    fields, file = person.begin(), person.upload(sent)
    site.arm("sending.written", "hold")
    with ThreadPoolExecutor(1) as pool:
        receipt = pool.submit(person.send_file, fields, sent, file)
        site.met("sending.written")
        site.database_server.kill()
        site.release("sending.written")
        site.database_server.start()
        receipt.result()
    return 1  # a letter that was just sent could not be marked


def database_hanging(site, person):
    """It takes requests and says nothing for longer than a person waits."""
    sent = content(site)
    fields, file = person.begin(), person.upload(sent)
    site.database_server.freeze()
    try:
        person.press_once(fields, file)
    except NoAnswerError:
        is_answered = False
    else:
        is_answered = True
    finally:
        site.database_server.resume()
    assert not is_answered, "a receipt without a database"
    person.send_file(fields, sent, file)


OF_ITS_OWN_DATABASE |= {"database_killed": database_killed, "database_hanging": database_hanging}


@fault
def disk_full(site, person):
    """No space for a piece, then none at the end of the file: the site says so, and goes on when there is."""
    site.arm("upload.written", "full")
    site.arm("upload.stored", "full")
    person.send(content(site))
    site.met("upload.written")
    site.met("upload.stored")


def _mail_server(behaviour):
    def run(site, person):
        site.smtp.met.clear()
        site.smtp.behaviour = behaviour
        try:
            person.send(content(site))
            eventually(lambda: behaviour in site.smtp.met, f"somebody meets a mail server that is {behaviour}")
        finally:
            site.smtp.behaviour = smtp.GOOD

    run.__name__ = f"mail_server_{behaviour}"
    return fault(run)


for _behaviour in (smtp.REFUSING, smtp.BUSY, smtp.HANGING, smtp.DROPPING):
    _mail_server(_behaviour)


@fault
def antivirus_down(site, person):
    """A letter does not wait for the antivirus; its file waits, and is given to nobody."""
    site.clamd.stop()
    try:
        _send_unscanned(site, person)
    finally:
        site.clamd.start()
    site.let_time_pass()


@fault
def antivirus_hanging(site, person):
    """The same, and letters do not wait behind it either."""
    site.clamd.freeze()
    try:
        letters = len(site.smtp.taken)
        _send_unscanned(site, person)
        eventually(lambda: len(site.smtp.taken) > letters, "mail goes out while the antivirus hangs")
    finally:
        site.clamd.resume()
    site.let_time_pass()


def _send_unscanned(site, person):
    receipt = person.send(content(site))
    with site.database() as database:
        file, scan = database.execute(
            "SELECT files_storedfile.id::text, scan FROM correspondence_attachment"
            " JOIN files_storedfile ON files_storedfile.id = file_id WHERE letter_id = %s",
            [receipt.letter],
        ).fetchone()
    assert scan == "waiting"
    status, _headers, _page = person.ask("GET", f"/correspondence/files/{file}/")
    assert status == 409, "a file that nobody has scanned is refused"
