"""A line break in what people type makes no second header, no second recipient and no second letter."""

from email import message_from_bytes, policy

import pytest
from django.core import mail as outgoing
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from post_office.mail import send_queued
from post_office.models import Email

from cms.users.models import User
from lk_addon.accounts import letters
from lk_addon.accounts.contact_forms import EmailForm
from lk_addon.cabinet.letters import queue_letter
from lk_addon.mailings.domain.mailing import confirm_mailing, send_waiting
from lk_addon.mailings.models import Category, Mailing
from lk_addon.mailings.queries import recipients
from tests.scenarios import people
from tests.scenes import begin_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db):
    return begin_with(people)


BREAKS = ("\r\n", "\n", "\r", "\u2028", "\x0b", "\x0c", "\x85", "%0d%0a")
INJECTED = ("Bcc: evil@example.com", "Subject: other", "\r\nContent-Type: text/html\r\n\r\n<b>evil</b>")
HOSTILE = [f"Повод{gap}{header}" for gap in BREAKS for header in INJECTED]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_subject_is_one_line_to_one_person(scene, text):
    mailing = Mailing.objects.create(subject=text[:200], body="<p>Текст</p>", category=Category.SERVICE)
    expected = recipients(mailing).count()
    send_waiting(confirm_mailing(mailing=mailing, expected=expected, actor=scene.staff).pk)
    send_queued()
    assert_each_is_for_one(expected)


def assert_each_is_for_one(expected):
    assert len(outgoing.outbox) <= expected
    for message in outgoing.outbox:
        sent = message_from_bytes(message.message().as_bytes(), policy=policy.default)
        assert len(message.recipients()) == 1
        assert sent["Bcc"] is None
        assert len(sent.get_all("Subject")) == 1
        assert "evil@example.com" not in message.recipients()


@given(text=st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_is_taken_for_an_address_with_more_than_one_line(text):
    form = EmailForm(user=User(email="own@example.com"), data={"email": f"a@example.com{text}", "whose": "own"})
    if form.is_valid():
        assert not set(form.cleaned_data["email"]) & set("\r\n\x0b\x0c,; <>")


@pytest.mark.parametrize("gap", BREAKS[:6])
def test_no_letter_is_queued_for_two(gap):
    with pytest.raises(ValidationError):
        queue_letter(letters.INVITATION, to=f"a@example.com{gap}Bcc: evil@example.com", context={})
    assert not Email.objects.exists()
