"""REQ-4.2: a representative's name, telephone and e-mail stand nowhere in the cabinet, its files, letters and log.

The walk starts from every address of the cabinet's URLconf and follows every link it meets, so a page,
a file or an export made tomorrow is looked at without a word here.
"""

import html
import io
import re
import zipfile
from collections import Counter
from importlib import import_module
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail as outgoing
from django.urls import Resolver404, resolve
from django.utils.module_loading import module_has_submodule
from pdfminer.high_level import extract_text
from post_office.mail import send_queued
from post_office.models import STATUS

from cms.core.letters import Letter, queue_letter
from cms.core.logs import redact
from cms.users.models import User
from lk_addon.accounts.domain.contacts import ask_for_email
from lk_addon.accounts.domain.invitations import issue_invitation
from lk_addon.accounts.models import AccessApplication
from lk_addon.correspondence.models import Thread
from lk_addon.exchange.models import Scope
from lk_addon.mailings.models import Mailing
from tests.architecture.test_cabinet_urls import ALL
from tests.factories.accounts import PASSWORD
from tests.factories.confirmation import confirmed
from tests.lk_addon.exchange.api.conftest import Caller, a_token
from tests.lk_addon.exchange.api.test_doors import READS
from tests.scenarios import cabinet_of, demonstration
from tests.scenes import begin_with

pytestmark = pytest.mark.req("REQ-4.2")

CANARIES = {
    "last_name": "Канарейкина",
    "first_name": "Зинаидочка",
    "patronymic": "Щеглововна",
    "phone": "+7 (987) 654-30-21",
}
EMAIL = "kanareyka.volnaya@example.com"
SIGNS = ("канарейкин", "зинаидочк", "щеглововн", "kanareyka", "9876543021")
LINK = re.compile(r"""(?:(?:href|src|action)=["']|(?:data-[\w-]+|hx-get)=["'](?=[/?]))([^"'#]+)""")
SAME = 2  # addresses of one view and one set of parameters that are looked at
OPEN_ENDED = 600


def signs_in(text):
    """Return the canaries that ``text`` shows, however it is encoded or spaced."""
    plain = unquote(html.unescape(text)).lower()
    figures = re.sub(r"[\s()+.\-–—\u00a0]", "", plain)
    return {sign for sign in SIGNS if sign in plain or sign in figures}


def texts_of(content, kind):
    """Yield what can be read in an answer's bytes; also inside workbooks, archives and PDF."""
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name
                yield from texts_of(archive.read(name), "")
    elif content[:4] == b"%PDF":
        yield extract_text(io.BytesIO(content))
    elif content:
        yield content.decode("utf-8", "ignore")
        if "utf-8" not in kind:
            yield content.decode("cp1251", "ignore")


def signature(path, query):
    """Return what makes two addresses the same page with other data."""
    try:
        view = resolve(path, urlconf=settings.LK_URLCONF).view_name
    except Resolver404:
        view = path
    return view, tuple(sorted(name for name, _value in parse_qsl(query, keep_blank_values=True)))


class Walk:
    """Visits what one browser can reach and notes where a canary was seen."""

    def __init__(self, client):
        self.client = client
        self.seen, self.counts, self.found, self.answers = set(), Counter(), [], Counter()
        self.waiting = [f"/{route}" for _name, route, pattern in ALL if not pattern.pattern.converters]

    def run(self):
        """Walk until nothing new is met."""
        while self.waiting:
            address = self.waiting.pop(0)
            parts = urlsplit(address)
            key = signature(parts.path, parts.query)
            if address in self.seen or self.counts[key] >= SAME or parts.path.startswith("/static/"):
                continue
            self.seen.add(address)
            self.counts[key] += 1
            self.look_at(address)
            assert len(self.seen) < OPEN_ENDED
        return self

    def look_at(self, address):
        """Search one answer and take its links."""
        answer = self.client.get(address)
        self.answers[answer.status_code] += 1
        assert answer.status_code < 500, address
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        said = [address, *(f"{name}: {value}" for name, value in answer.items())]
        for text in [*said, *texts_of(content, answer.get("Content-Type", ""))]:
            self.found += [(address, sign) for sign in signs_in(text)]
        links = LINK.findall(content.decode("utf-8", "ignore")) if "html" in answer.get("Content-Type", "") else []
        if answer.get("Location"):
            links.append(answer["Location"])
        for link in links:
            parts = urlsplit(urljoin(f"http://{settings.LK_HOST}{address}", html.unescape(link)))
            if parts.scheme == "http" and parts.netloc == settings.LK_HOST:
                self.waiting.append(parts.path + (f"?{parts.query}" if parts.query else ""))


def signs_of_letter(message):
    """Return the canaries that a letter shows anywhere but in the address to which it goes."""
    parts = [message.subject, message.body, *(str(part) for part, _kind in message.alternatives)]
    headers = [value for name, value in message.message().items() if name != "To"]
    return signs_in(" ".join(map(str, [*parts, *headers])))


@pytest.fixture
def member(db):
    """The first representative of the demonstration's member 0901, with canaries for a name, phone and e-mail."""
    begin_with(demonstration)
    user = User.objects.get(email="member@example.com")
    AccessApplication.objects.filter(mandates__user=user).update(**CANARIES, email=EMAIL)
    for name, value in CANARIES.items():
        setattr(user, name, value)
    user.email = EMAIL
    user.set_password(PASSWORD)
    user.save()
    return user


def test_the_search_for_signs_finds_them_in_every_disguise():
    for text in (
        "КАНАРЕЙКИНА З. Щ.",
        "канарейкиной",
        "mailto:kanareyka.volnaya%40example.com",
        "tel:+79876543021",
        "8 (987) 654-30-21",
        "%D0%97%D0%B8%D0%BD%D0%B0%D0%B8%D0%B4%D0%BE%D1%87%D0%BA%D0%B0",
        "&#1047;инаидочка",
    ):
        assert signs_in(text), text
    assert not signs_in("Представитель NSS-0901-1, +7 ••• •••-••-21")


def test_no_page_file_address_header_letter_or_log_line_names_the_representative(member, capfd):
    colleague = User.objects.get(email="colleague@example.com")
    colleague.set_password(PASSWORD)
    colleague.save()
    walk = Walk(confirmed(cabinet_of(member))).run()
    assert walk.found == []
    assert walk.answers[200] > 25
    assert Walk(confirmed(cabinet_of(colleague))).run().found == []

    client = confirmed(cabinet_of(member))
    new = "Сосна-у-переезда-77"
    for address, form in {
        "/feedback/": {"page": "/", "text": "Всё хорошо."},
        "/account/confirm/": {},
        "/account/email/": {"email": "novyy@example.com", "whose": "own"},
        "/security/compromised/": {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
    }.items():
        assert client.post(address, form).status_code == 302, address
        send_queued()  # a letter that waits is held back by what comes after
    client.get("/no-such-page/")
    assert len(outgoing.outbox) >= 4
    for message in outgoing.outbox:
        assert signs_of_letter(message) == set(), message.subject
    assert signs_in(capfd.readouterr().err) == set()


def test_staff_looking_in_see_no_more_of_the_representative_than_the_member_does(member):
    client = cabinet_of(User.objects.get(email="staff@example.com"))
    assert client.post("/switch/", {"number": "0901"}).status_code == 302
    walk = Walk(client).run()
    assert walk.found == []
    assert walk.answers[200] > 20


def test_the_calendar_that_leaves_the_cabinet_and_the_interface_for_systems_name_nobody(member, lk_client):
    client = confirmed(cabinet_of(member))
    page = client.post("/calendar/address/", follow=True).content.decode()
    file = lk_client.get(re.search(r"/calendar/[^/\"]+/duties.ics", page)[0])
    assert file["Content-Type"].startswith("text/calendar")
    answers = [file.content.decode()]
    caller = Caller(a_token(*Scope)[1])
    for path in [*READS, "register/", "register/0901/", "schema/"]:
        answer = caller.get(path)
        assert answer.status_code == 200, path
        answers.append(answer.content.decode() + str(answer.headers))
    assert [signs_in(text) for text in answers] == [set()] * len(answers)


def kinds_of_letters():
    """Return every kind of letter that an app of the project has."""
    modules = [f"{app.name}.letters" for app in apps.get_app_configs() if module_has_submodule(app.module, "letters")]
    found = {one.name: one for name in modules for one in vars(import_module(name)).values() if isinstance(one, Letter)}
    assert len(found) > 12
    return found


def test_no_kind_of_letter_names_the_representative(member):
    """Each is queued with the ids of all that letters are about; one that needs another id says so by failing."""
    mandate = member.mandates.get()
    change = ask_for_email(user=member, email="novyy@example.com", third_party=False, ip_address=None, user_agent="")
    context = {
        "mandate": mandate.pk,
        "invitation": str(issue_invitation(mandate=mandate, actor=None).pk),
        "change": str(change.pk),
        "login": mandate.login_label,
        "mailing": Mailing.objects.first().pk,
        "recipient": member.pk,
        "thread": str(Thread.objects.first().pk),
        "workdays": 2,
        "due": "02.12.2026",
        "due_on": "02.12.2026",
        "from_member": True,
    }
    send_queued()
    outgoing.outbox.clear()
    kinds = kinds_of_letters()
    queued = {name: queue_letter(kind, to=EMAIL, context=context) for name, kind in kinds.items()}
    send_queued()
    assert len(outgoing.outbox) == len(kinds)
    for name, row in queued.items():
        row.refresh_from_db()
        assert row.status == STATUS.sent, name
    for message in outgoing.outbox:
        assert signs_of_letter(message) == set(), message.subject
        assert len(message.body) > 80


def test_the_log_takes_a_representative_out_of_whatever_is_logged(db):
    line = redact(None, "info", {"event": f"no mail to {EMAIL}, {CANARIES['phone']}", "last_name": "Канарейкина"})
    assert signs_in(str(line)) == set()


def test_no_letter_is_written_with_what_personalises():
    letters = [
        path for path in (settings.BASE_DIR / "templates").rglob("mail/*.txt") if "wagtailadmin" not in path.parts
    ]
    assert len(letters) > 5
    personal = re.compile(r"(last_name|first_name|patronymic|full_name|short_name|\.phone|\.email|\buser\b)")
    assert {path.name for path in letters if personal.search(path.read_text(encoding="utf-8"))} == set()
