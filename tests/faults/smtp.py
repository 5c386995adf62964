"""A mail server that keeps what it took and fails as it is told.

It speaks as much of SMTP (RFC 5321) as smtplib asks for. aiosmtpd would do the same behind a controller and a
handler, but it cannot drop a connection between the text and its answer.
"""

import contextlib
import socketserver
import threading
from dataclasses import dataclass
from email import message_from_bytes, policy

GOOD, REFUSING, BUSY, HANGING, DROPPING = "good", "refusing", "busy", "hanging", "dropping"


@dataclass(frozen=True)
class Taken:
    """A letter that came in whole."""

    message_id: str
    to: tuple[str, ...]
    is_acknowledged: bool


class Sink(socketserver.ThreadingTCPServer):
    """A mail server on loopback. ``behaviour`` says what becomes of the next letters, ``taken`` what came."""

    allow_reuse_address = daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.port = self.server_address[1]
        self.behaviour, self.taken, self.over = GOOD, [], threading.Event()
        self.met = set()  # behaviours that somebody has met
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def stop(self):
        """Answer nobody any more."""
        self.over.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, request, client_address):
        """A client that was killed in the middle is what this is for."""


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        behaviour = self.server.behaviour
        if behaviour == HANGING:
            self.server.met.add(behaviour)
            self.server.over.wait(60)
            return
        if behaviour == REFUSING:
            self.server.met.add(behaviour)
            self._say("554 no service here")
            return
        self._say("220 sink")
        recipients = []
        with contextlib.suppress(ConnectionError):
            while line := self.rfile.readline():
                verb, _space, rest = line.decode().strip().partition(" ")
                if verb.upper() == "RCPT" and behaviour == BUSY:
                    self.server.met.add(behaviour)
                    self._say("450 try again later")
                elif verb.upper() == "RCPT":
                    recipients.append(rest.partition("<")[2].rstrip(">"))
                    self._say("250 ok")
                elif verb.upper() == "DATA":
                    self._say("354 go on")
                    self._take(recipients, behaviour)
                    recipients = []
                    if behaviour == DROPPING:
                        return
                elif verb.upper() == "QUIT":
                    self._say("221 bye")
                    return
                else:
                    self._say("250 ok")

    def _say(self, line):
        self.wfile.write(f"{line}\r\n".encode())

    def _take(self, recipients, behaviour):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        if not line:
            return  # broken off: never taken
        message = message_from_bytes(b"".join(lines), policy=policy.default)
        self.server.taken.append(Taken(message["Message-ID"], tuple(recipients), behaviour == GOOD))
        if behaviour == DROPPING:
            self.server.met.add(behaviour)
        else:
            self._say("250 taken")
