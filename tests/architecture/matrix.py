"""Asking one address as one role, and what came of it: the answer, the rows that changed, the words that were seen."""

import logging
import re
import time
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction

from cms.core.sessions import SessionStore, is_marked
from cms.users.confirmation import SESSION_KEY
from tests.architecture.twins import seen_in
from tests.factories.sessions import put_back

CHANGE = re.compile(r'\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+"(\w+)"')
#: Kept by the framework beside every row; says nothing of its own.
BESIDE = {"wagtailcore_referenceindex"}


@contextmanager
def changes():
    """Collect the names of the tables in which a row changes."""
    tables = set()

    def note(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        changed = CHANGE.match(sql)
        if changed and changed[1] not in BESIDE and context["cursor"].rowcount:
            tables.add(changed[1])
        return result

    with connection.execute_wrapper(note):
        yield tables


def password_typed(browser, host):
    """Let the browser's session hold that the password was typed a moment ago; return the browser."""
    session = SessionStore(browser.cookies[settings.SESSION_COOKIE_NAME].value, host=host)
    session[SESSION_KEY] = int(time.time())
    session.save()
    return browser


class Visit:
    """One request of the matrix. What it writes is taken back, so that no visit changes the scene of the next."""

    def __init__(self, browser, method, address, data=None):
        self.method, self.address = method, address
        logging.disable(logging.WARNING)  # thousands of lines that nobody reads
        with changes() as self.changed, transaction.atomic():
            self.answer = getattr(browser, method)(address, data or {})
            transaction.set_rollback(True)
        logging.disable(logging.NOTSET)
        self.content = b"".join(self.answer.streaming_content) if self.answer.streaming else self.answer.content
        self.status = self.answer.status_code
        self.location = self.answer.get("Location", "")

    def shows(self, canaries):
        """Return the canaries in the answer, but for what the asker said in the address."""
        return seen_in(self.answer, self.content, [word for word in canaries if word not in self.address])


class Leaks:
    """What the matrix found, told at once in the end."""

    def __init__(self):
        self.found, self.visits = [], 0

    def expect(self, holds, who, visit, why):
        """Note a leak unless it ``holds``."""
        if not holds:
            self.found.append(f"{who}: {visit.method.upper()} {visit.address} → {visit.status} {visit.location}: {why}")

    def expect_silence(self, who, visit, words):
        """Note a leak where the answer shows one of the words."""
        seen = visit.shows(words)
        self.expect(not seen, who, visit, f"shows {seen}")

    def tell(self):
        """Fail with the whole list."""
        assert not self.found, f"{len(self.found)} leaks in {self.visits} visits:\n" + "\n".join(self.found)


class Browsers:
    """One browser for each role. A session that a visit has ended or changed is put back for the next one."""

    def __init__(self, make, host):
        self.make, self.host, self.open = make, host, {}

    def of(self, role):
        """Return the role's browser."""
        if role not in self.open:
            browser = self.make(role)
            cookie = browser.cookies.get(settings.SESSION_COOKIE_NAME)
            key = cookie.value if cookie else ""
            self.open[role] = browser, key, dict(SessionStore(key, host=self.host).items()) if key else {}
        return self.open[role][0]

    def visit(self, role, *args):
        """Visit as the role."""
        self.of(role)
        browser, key, held = self.open[role]
        if key:
            session = SessionStore(key, host=self.host)
            if dict(session.items()) != held or not is_marked(session):
                put_back(key, held, self.host)
            browser.cookies[settings.SESSION_COOKIE_NAME] = key
        else:
            browser.cookies.clear()
        return Visit(browser, *args)
