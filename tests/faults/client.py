"""A person who sends letters through the cabinet, insists as people do, and keeps every receipt that was shown."""

import hashlib
import http.client
import json
import os
import re
import threading
import time
import uuid
from dataclasses import asdict, dataclass
from html import unescape
from urllib.parse import urlencode, urlsplit

from tests.faults.site import LK_HOST, PATIENCE
from tests.faults.world import LOGIN, PASSWORD

PIECE = 64 * 1024  # bytes
ANSWER_TIMEOUT = 20  # seconds
NUMBER = re.compile(r"Отправлено, №\s*(ЛК-\d+/\d+)")
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
SHA256 = re.compile(r"\b[0-9a-f]{64}\b")


class NoAnswerError(Exception):
    """The connection broke, or the site said that it cannot now."""


class SignedOutError(Exception):
    """The session is gone."""


@dataclass(frozen=True)
class Receipt:
    """What the receipt's page said of one sending."""

    key: str  # the draft's id
    number: str
    sha256: str
    letter: str


class Ledger:
    """What was attempted and what was acknowledged; on the disk before anybody counts on it."""

    def __init__(self, path):
        self.path, self.attempts, self.receipts, self._lock = path, set(), [], threading.Lock()

    def attempt(self, key):
        """Note that a sending is begun."""
        self.attempts.add(key)
        self._write({"attempt": key})

    def keep(self, receipt):
        """Note a receipt."""
        self.receipts.append(receipt)
        self._write(asdict(receipt))

    def _write(self, line):
        with self._lock, self.path.open("a") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())


class Browser:
    """One connection a request, one session."""

    def __init__(self, port):
        self.port, self.cookies, self.token = port, {}, ""

    def ask(self, method, path, body=None, **headers):
        """Return the (status, headers, body) of an answer. Raises NoAnswerError."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_TIMEOUT)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Host": LK_HOST, "Cookie": cookies, "X-CSRFToken": self.token} | headers
        if isinstance(body, dict):
            body = urlencode(body)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswerError(f"{method} {path}: {error!r}") from error
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _is, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status >= 500:
            raise NoAnswerError(f"{method} {path}: {answer.status}")
        return answer.status, answer.headers, content

    def form(self, path):
        """Return the hidden fields of the page at ``path``. Raises SignedOutError."""
        status, headers, content = self.ask("GET", path)
        if status in (302, 403):
            raise SignedOutError(headers.get("Location"))
        assert status == 200, (path, status)
        fields = {name: unescape(value) for name, value in HIDDEN.findall(content.decode())}
        self.token = fields.get("csrfmiddlewaretoken", self.token)
        return fields


class Person(Browser):
    """Somebody who may submit, with a ledger."""

    def __init__(self, port, ledger):
        super().__init__(port)
        self.ledger = ledger

    def sign_in(self):
        """Come in through the door."""
        self.cookies, self.token = {}, ""
        fields = self.form("/login/") | {"auth-username": LOGIN, "auth-password": PASSWORD}
        status, _headers, _content = self.ask("POST", "/login/", fields)
        assert status == 302, f"nobody is let in: {status}"

    def insist(self, act, *, seconds=PATIENCE):
        """Do ``act()`` again until the site answers; come in anew where the session is lost."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                return act()
            except SignedOutError:
                self.insist(self.sign_in, seconds=deadline - time.monotonic())
            except NoAnswerError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)  # as a person does who presses the button again

    def upload(self, content, *, name="письмо.pdf"):
        """Send a file in pieces, going on from where the site says that it ends. Returns the id of the stored file."""
        key = str(uuid.uuid4())
        begin = {"name": name, "size": len(content), "key": key}
        state = self.insist(lambda: self._json("POST", "/files/uploads/", begin))
        address = f"/files/uploads/{state['upload']}/"
        while state["received"] < len(content):
            state = self.insist(lambda: self._piece(address, content))
        return self.insist(lambda: self._json("POST", f"{address}finish/", {}))["file"]

    def _piece(self, address, content):
        received = self._json("GET", address)["received"]
        if received == len(content):
            return {"received": received}
        piece = content[received : received + PIECE]
        return self._json("POST", f"{address}{received}/", piece, **{"Content-Type": "application/octet-stream"})

    def send(self, content, *, text="Просим разъяснить порядок уплаты взносов."):
        """Send a letter with one file and keep its receipt. Returns the receipt."""
        return self.send_file(self.begin(), content, self.insist(lambda: self.upload(content)), text=text)

    def begin(self):
        """Open the form. Returns the hidden fields, of which ``draft-id`` is the key of the sending."""
        return self.insist(lambda: self.form("/requests/new/general/"))

    def send_file(self, fields, content, file, *, text="Просим разъяснить порядок уплаты взносов."):
        """Press «send» until a receipt is shown, and keep that."""
        typed = {"subject": "О взносах", "text": text, "draft-act": "send", "draft-files": file}
        self.ledger.attempt(fields["draft-id"])
        address = self.insist(lambda: self._pressed(fields | typed))
        page = self.insist(lambda: self._page(address))
        sha256 = hashlib.sha256(content).hexdigest()
        assert SHA256.findall(page).count(sha256) == 1, "the receipt names another hash than that of what was sent"
        receipt = Receipt(fields["draft-id"], NUMBER.search(page)[1], sha256, address.split("/")[-3])
        self.ledger.keep(receipt)
        return receipt

    def press_once(self, fields, file):
        """Press «send» once. Raises NoAnswerError."""
        typed = {"subject": "О взносах", "text": "Просим разъяснить.", "draft-act": "send", "draft-files": file}
        self.ledger.attempt(fields["draft-id"])
        return self._pressed(fields | typed)

    def _pressed(self, typed):
        typed = typed | {"csrfmiddlewaretoken": self.token}
        status, headers, content = self.ask("POST", "/requests/new/general/", typed)
        location = urlsplit(headers.get("Location") or "").path
        if status == 403 or location.startswith("/login"):
            self._come_in_again()
        assert status == 302, (status, content.decode()[-3000:])
        assert location.endswith("/receipt/"), location
        return location

    def _page(self, address):
        status, _headers, content = self.ask("GET", address)
        if status == 302:
            self._come_in_again()
        assert status == 200, (address, status)
        return unescape(content.decode())

    def _json(self, method, path, body=None, **headers):
        status, _headers, content = self.ask(method, path, body, **headers)
        if status in (302, 403):
            self._come_in_again()
        answer = json.loads(content)
        if status == 409 and "received" in answer:
            return answer
        assert status in (200, 201), (path, status, answer)
        return answer

    def _come_in_again(self):
        """The session is lost: another one has another token, and the same draft."""
        self.insist(self.sign_in)
        self.insist(lambda: self.form("/requests/new/general/"))
        raise NoAnswerError("the session was lost")
