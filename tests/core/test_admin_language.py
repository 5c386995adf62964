"""The back office speaks Russian: every page of it is read, and no English is found."""

import gettext
import json
import re
from collections import defaultdict
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Comment, Doctype
from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as translated

from cms.users.models import User
from tests.factories.sessions import signed_in_client
from tests.factories.staff import desk
from tests.scenarios import demonstration
from tests.scenes import begin_with

CATALOGUE = settings.BASE_DIR / "locale/ru/LC_MESSAGES"

LATIN = re.compile(r"[A-Za-z]{2,}")
#: Addresses, e-mails, names of files and hosts, numbers of documents, hashes.
UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
NAMES = re.compile(
    rf"\b{UUID}\b|\S+@\S+|https?://\S+|\S*/\S+|\S*[\w-]\.\w+\S*|\b[A-Z]+-\d\S*|\b[0-9a-f]{{40,}}\b|(?<!\w)\.[a-z]+"
)
#: Words that Russian office people write in Latin letters too.
ACCEPTED = {
    *("JavaScript", "Ctrl", "Alt", "Shift", "Esc", "Enter", "IP", "ID", "URL", "RSS", "HTML"),
    *("PDF", "DOC", "DOCX", "XLS", "XLSX", "ODT", "ODS", "RTF", "TXT", "CSV", "TSV", "ZIP", "PPTX"),
    *("JPG", "JPEG", "PNG", "WEBP", "TOTP", "QR", "Excel", "Telegram"),
    *("II", "III", "IV"),  # quarters
    *("GUID",),  # of a power of attorney
}
#: How addresses number rows.
NUMBER = rf"[\d%2C]+|{UUID}"
SEVERAL = {"wagtailadmin_pages:edit": 12, "wagtailadmin_pages:add": 12}  # a form for each type of page
ENDS_THE_SESSION = "/admin/logout/"


def words_of(soup):
    """Yield every text that a person sees or hears."""
    for element in soup(["script", "style", "textarea", "kbd", "code", "pre"]):
        element.extract()
    for element in soup.find_all(hidden=True):
        element.extract()
    yield from (str(text) for text in soup.find_all(string=True) if not isinstance(text, Comment | Doctype))
    for name in ("title", "placeholder", "aria-label", "alt"):
        yield from (element[name] for element in soup.find_all(attrs={name: True}))
    yield from (button.get("value", "") for button in soup.find_all("input", type=["submit", "button"]))


def menu_of(value):
    """Yield labels and addresses of the side menu, which the page carries as data."""
    if isinstance(value, dict):
        yield value.get("label") or "", value.get("url") or ""
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from menu_of(item)


def english(text):
    """Return the words that are neither Russian, nor names, nor accepted."""
    return set(LATIN.findall(NAMES.sub("", text))) - ACCEPTED


class Walk:
    """From the first page along every link, to each kind of page once."""

    def __init__(self, browser):
        self.browser, self.todo, self.visits = browser, ["/admin/"], defaultdict(int)
        self.found, self.failed = defaultdict(set), []

    def run(self):
        known = set()
        while self.todo:
            address = self.todo.pop(0)
            if address not in known and self.is_new_kind(address):
                known.add(address)
                self.read(address)
        return self

    def is_new_kind(self, address):
        parts = urlsplit(address)
        try:
            match = resolve(parts.path, urlconf=settings.ROOT_URLCONF)
        except Resolver404:
            return False
        if not parts.path.startswith("/admin/") or parts.path == ENDS_THE_SESSION or "/bulk/" in parts.path:
            return False
        words = tuple(str(value) for value in match.kwargs.values() if not re.fullmatch(NUMBER, str(value)))
        kind = (match.view_name, words)
        self.visits[kind] += 1
        return self.visits[kind] <= SEVERAL.get(match.view_name, 1)

    def read(self, address):
        answer = self.browser.get(address)
        if answer.status_code in (301, 302):
            self.todo.append(urljoin(address, answer["Location"]))
        elif answer.status_code != 200:
            self.failed.append((address, answer.status_code))
        elif answer["Content-Type"].startswith("text/html"):
            self.take(address, BeautifulSoup(answer.content, "html.parser"))
        elif answer.streaming:
            answer.getvalue()  # a file is read to its end and closed

    def take(self, address, soup):
        texts = []
        for script in soup.find_all("script", type="application/json"):
            for label, link in menu_of(json.loads(script.string)):
                texts.append(label)
                self.todo.append(urlsplit(link).path)
        for name in ("href", "data-chooser-url", "hx-get"):
            for element in soup.find_all(attrs={name: True}):
                parts = urlsplit(urljoin(f"http://{settings.SITE_HOST}{address}", element[name]))
                if parts.netloc.split(":")[0] == settings.SITE_HOST:
                    self.todo.append(f"{parts.path}?{parts.query}" if parts.query else parts.path)
        for text in [*texts, *words_of(soup)]:
            for word in english(text):
                self.found[word, " ".join(text.split())[:100]].add(address)


@pytest.fixture
def administrator(prepared_site):
    """The demonstration site's administrator in a browser."""
    begin_with(demonstration)
    return signed_in_client(User.objects.get(email="admin@example.com"))


def test_every_page_of_the_back_office_is_in_russian(administrator):
    walk = Walk(administrator).run()
    assert walk.failed == []
    assert len(walk.visits) > 100
    english = [f"{word} in «{text}» at {sorted(addresses)[0]}" for (word, text), addresses in walk.found.items()]
    assert english == [], "\n".join(english)


@pytest.mark.usefixtures("prepared_site")
def test_scripts_of_the_back_office_get_a_russian_catalogue():
    catalogue = desk().get("/admin/jsi18n/").content.decode()
    sent = json.loads(re.search(r"newcatalog = (\{.*?\});$", catalogue, re.MULTILINE | re.DOTALL)[1])
    assert len(sent) > 50
    with_words = {text: re.sub(r"%\(\w+\)s", "", str(translation)) for text, translation in sent.items()}
    assert [text for text, words in with_words.items() if LATIN.search(words) and not re.search("[а-яё]", words)] == []


def entries_of(path):
    """Return what a catalogue's source says: pairs of text and translation, as in its compiled form."""
    entries, texts, kind = {}, {}, None
    for line in [*path.read_text().splitlines(), ""]:
        if line.startswith("msg"):
            kind, _space, text = line.partition(" ")
            texts[kind] = json.loads(text)
        elif line.startswith('"'):
            texts[kind] += json.loads(line)
        elif not line and texts:
            if "msgid_plural" in texts:
                forms = [text for kind, text in texts.items() if kind.startswith("msgstr[")]
                entries |= {(texts["msgid"], number): form for number, form in enumerate(forms)}
            else:
                entries[texts["msgid"]] = texts["msgstr"]
            texts = {}
    return entries


def test_the_compiled_catalogue_says_what_its_source_says():
    with (CATALOGUE / "django.mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled)._catalog == entries_of(CATALOGUE / "django.po")


def test_our_translations_come_before_the_libraries():
    assert translated("Exploring") == "Обзор"
    assert translated("Has date") == "Дата указана"


def test_our_translations_leave_no_placeholder_unknown():
    for key, translation in entries_of(CATALOGUE / "django.po").items():
        text = key[0] if isinstance(key, tuple) else key  # the forms of a plural have a number beside the text
        if text:
            assert set(re.findall(r"%\(\w+\)s", translation)) <= set(re.findall(r"%\(\w+\)s", text)), text
