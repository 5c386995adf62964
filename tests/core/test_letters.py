"""What every letter of the project looks like: two parts that say the same, nothing fetched from elsewhere."""

import re
from html.parser import HTMLParser
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail as outgoing
from django.db import IntegrityError, connection, transaction
from django.template import engines
from post_office.mail import send_queued
from post_office.models import Email, EmailTemplate

from cms.core.letters import Letter, queue_letter

pytestmark = pytest.mark.django_db

TEXT = """{% autoescape off %}Здравствуйте!

Организация {{ member }} приглашена.

{{ address }}

Что дальше:

— первое
— второе

Подробности: {{ address }}
{% endautoescape %}"""


@pytest.fixture
def letter(monkeypatch):
    """A letter whose text stands in this file."""
    engine = engines["post_office"].engine
    found = engine.find_template

    def find(name, dirs=None, skip=None):
        return (engine.from_string(TEXT), None) if name == "tests/letter.txt" else found(name, dirs, skip)

    monkeypatch.setattr(engine, "find_template", find)
    return Letter(name="tests.letter", subject="Приглашение СРО", template="tests/letter.txt")


class Outline(HTMLParser):
    """The tags of a document in their order."""

    def __init__(self, html):
        super().__init__()
        self.tags = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def sent(letter, **context):
    queue_letter(letter, to="komu@example.com", context={"address": "https://example.com/a/"} | context)
    send_queued()
    message = outgoing.outbox[-1]
    (html, kind), *others = message.alternatives
    assert (kind, others) == ("text/html", [])
    return message, html


def test_a_letter_has_two_parts_made_of_one_text(letter):
    message, html = sent(letter, member="ООО «Пример»")
    assert message.subject == "Приглашение СРО"
    assert message.body.startswith("Здравствуйте!\n\nОрганизация ООО «Пример» приглашена.")
    outline = [tag for tag, _attributes in Outline(html.partition('class="body"')[2].partition('class="foot"')[0]).tags]
    assert outline == ["p", "p", "table", "tr", "td", "a", "p", "p", "ul", "li", "li", "p", "a", "tr"]
    words = re.sub(r"<[^>]+>", " ", html.partition("<body>")[2])
    for said in ("Здравствуйте!", "ООО «Пример» приглашена", "первое", "Подробности:"):
        assert said in words
    assert re.search(r"<title>\s*Приглашение СРО\s*</title>", html)


def test_a_letter_fetches_nothing_and_runs_nothing(letter):
    _message, html = sent(letter, member="ООО «Пример»")
    tags = Outline(html).tags
    assert {tag for tag, _attributes in tags}.isdisjoint({"img", "link", "script", "iframe", "object", "form"})
    assert not any("style" in attributes or "background" in attributes for _tag, attributes in tags)
    assert "url(" not in html
    layout = [attributes for tag, attributes in tags if tag == "table"]
    assert layout
    assert all(attributes.get("role") == "presentation" for attributes in layout)
    addresses = [attributes["href"] for tag, attributes in tags if tag == "a"]
    assert all(address.startswith((settings.SITE_URL, "https://example.com/a/")) for address in addresses)


def test_what_people_are_called_is_text_and_not_html(letter):
    message, html = sent(letter, member='<img src=x onerror="alert(1)"> & Ко')
    assert '<img src=x onerror="alert(1)"> & Ко' in message.body
    assert "&lt;img src=x" in html
    assert "<img" not in html


def test_machines_are_asked_not_to_answer(letter):
    message, _html = sent(letter, member="—")
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert message.extra_headers["Message-ID"]


def test_nothing_of_the_letter_waits_in_the_queue(letter):
    email = queue_letter(letter, to="komu@example.com", context={"address": "a", "member": "b"})
    email.refresh_from_db()
    assert (email.subject, email.message, email.html_message) == ("", "", "")
    row = EmailTemplate.objects.get(name="tests.letter")
    assert "Здравствуйте" not in row.content + row.html_content


def test_a_changed_subject_reaches_the_stored_row(letter):
    letter.row()
    changed = Letter(name=letter.name, subject="Другая тема", template=letter.template).row()
    assert EmailTemplate.objects.get(pk=changed.pk).subject == "Другая тема"


def test_a_letter_has_one_row_however_many_want_its_first(letter):
    """Two would stop every later letter of this kind."""
    row = letter.row()
    with pytest.raises(IntegrityError), transaction.atomic():
        EmailTemplate.objects.create(name=row.name)
    assert letter.row() == row


def test_rows_that_were_doubled_before_become_one_and_no_letter_is_lost(letter):
    migration = import_module("cms.core.migrations.0003_one_row_of_a_letter")
    email = queue_letter(letter, to="komu@example.com", context={"address": "a", "member": "b"})
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {migration.INDEX}")
    row = letter.row()
    row.pk = None
    row.save()
    second = queue_letter(Letter("tests.other", "Тема", "tests/letter.txt"), to="komu@example.com", context={})
    Email.objects.filter(pk=second.pk).update(template=row)
    with connection.schema_editor() as editor:
        migration.merge(apps, editor)
        editor.execute(migration.MAKE_INDEX)
    (left,) = EmailTemplate.objects.filter(name=letter.name)
    assert {found.template for found in Email.objects.filter(pk__in=[email.pk, second.pk])} == {left}
    assert letter.row() == left
