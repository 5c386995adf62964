"""An id above 999 is written in addresses as it is: people read «1 543», addresses do not."""

import re
from collections import Counter
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.conf import settings
from django.core import mail as outgoing
from django.core.paginator import Paginator
from django.db import connection
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from post_office.mail import send_queued

from cms.users.models import User
from lk_addon.accounts import letters
from lk_addon.accounts.domain.invitations import issue_invitation
from lk_addon.accounts.models import Mandate
from lk_addon.cabinet.letters import queue_letter
from tests.factories.sessions import signed_in_client
from tests.scenarios import cabinet_of, demonstration
from tests.scenes import begin_with

FIRST = 1543
ROOM = 400  # ids enough for the demonstration
ADDRESSES = ("href", "hx-get")
APART = r"\d{1,3}(?:[\s\u00a0\u202f]|&nbsp;|%20|%C2%A0|%E2%80%AF)\d{3}(?!\d)"
#: An id with its thousands apart, in an address anywhere in the page's source.
BROKEN = re.compile(rf"[^\s\"'<>]*[/=?&]{APART}", re.IGNORECASE)
#: What a form sends and nobody types; a sum in a field is written for people.
CHOSEN = "option[value], input[type=hidden][value], input[type=checkbox][value], input[type=radio][value]"
ENDS_THE_SESSION = ("/admin/logout/", "/logout/")

pytestmark = [pytest.mark.django_db, pytest.mark.needs_addon]


@pytest.fixture
def large_ids(prepared_site):
    """The demonstration, whose rows of the add-on begin with id 1543."""
    begin_with(large_demonstration)
    number_from(FIRST + ROOM)


def large_demonstration():
    number_from(FIRST)
    demonstration()


def number_from(first):
    """Let rows of the add-on that come next have ids from ``first`` on."""
    names = [config.label for config in apps.get_app_configs() if config.name.startswith("lk_addon.")]
    tables = {model._meta.db_table for name in names for model in apps.get_app_config(name).get_models()}
    with connection.cursor() as cursor:
        for sequence in connection.introspection.sequence_list():
            if sequence["table"] in tables:
                cursor.execute(f"ALTER SEQUENCE {connection.ops.quote_name(sequence['name'])} RESTART {first}")


def walk(browser, host, urlconf, start):
    """Follow links to each kind of page once. Return what is read and the broken addresses that stand there."""
    todo, kinds, seen, broken = [start], Counter(), set(), []
    while todo:
        address = todo.pop(0)
        path = urlsplit(address).path
        try:
            match = resolve(path, urlconf=urlconf)
        except Resolver404:
            continue
        kind = (match.view_name, *(value for value in match.kwargs.values() if not str(value).isdigit()))
        if address in seen or path in ENDS_THE_SESSION or kinds[kind]:
            continue
        seen.add(address)
        kinds[kind] += 1
        answer = browser.get(address, follow=True)
        if answer.streaming:
            answer.getvalue()
            continue
        if not answer["Content-Type"].startswith("text/html"):
            continue
        soup = BeautifulSoup(answer.content, "html.parser")
        broken += [f"{written!r} at {address}" for written in BROKEN.findall(answer.content.decode())]
        chosen = [element["value"] for element in soup.select(CHOSEN)]
        broken += [f"{value!r} in a form at {address}" for value in chosen if re.fullmatch(APART, value)]
        for name in ADDRESSES:
            for element in soup.find_all(attrs={name: True}):
                parts = urlsplit(urljoin(f"http://{host}{address}", element[name]))
                if parts.netloc.split(":")[0] == host:
                    todo.append(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    return seen, broken


def with_large_ids(addresses):
    return [address for address in addresses if re.search(r"/1[5-9]\d\d/", address)]


def test_no_address_of_the_back_office_writes_an_id_for_people(large_ids):
    browser = signed_in_client(User.objects.get(email="admin@example.com"))
    seen, broken = walk(browser, settings.SITE_HOST, settings.ROOT_URLCONF, "/admin/")
    assert broken == []
    assert len(with_large_ids(seen)) > 20


def test_no_address_of_the_cabinet_writes_an_id_for_people(large_ids):
    browser = cabinet_of(User.objects.get(email="member@example.com"))
    seen, broken = walk(browser, settings.LK_HOST, settings.LK_URLCONF, "/")
    assert broken == []
    assert len(with_large_ids(seen)) > 3


def test_no_letter_writes_an_id_for_people(large_ids):
    mandate = Mandate.objects.filter(revoked_at=None).first()
    about_it = (letters.ACCESS_ADDED, letters.MANDATE_ENDS, letters.MANDATE_ENDS_STAFF, letters.HEAD_CHANGED_STAFF)
    for letter in about_it:
        queue_letter(letter, to="person@example.com", context={"mandate": mandate.pk})
    issue_invitation(mandate=mandate, actor=None)
    send_queued()
    texts = [text for sent in outgoing.outbox for text in (sent.body, sent.alternatives[0][0])]
    assert len(texts) >= 2 * (len(about_it) + 1)  # each has a plain and an HTML part
    assert any(f"/{mandate.pk}/" in text for text in texts)
    assert [written for text in texts for written in BROKEN.findall(text)] == []


@pytest.mark.parametrize("template", ["lk_addon/exchange/staff/pages.html", "lk_addon/registry/staff/timeline.html"])
def test_no_link_to_a_page_of_a_list_writes_its_number_for_people(template):
    page = Paginator(range(5000), 1).get_page(FIRST)
    source = render_to_string(template, {"page": page, "events": page, "query": "kind=members&amp;"})
    assert f"={FIRST - 1}" in source
    assert f"={FIRST + 1}" in source
    assert BROKEN.findall(source) == []


@pytest.mark.parametrize(
    ("source", "is_broken"),
    [
        ('<a href="/admin/accounts/accessapplication/inspect/1\u00a0543/">', True),
        ('<a href="/contracts/1%C2%A0543/">', True),
        ('<input value="1\u00a0543">', False),
        ('<a href="/contracts/1543/">№\u00a01\u00a0543</a>', False),
        ("<td>1\u00a0543</td>", False),
    ],
)
def test_what_counts_as_broken(source, is_broken):
    assert bool(BROKEN.search(source)) is is_broken
