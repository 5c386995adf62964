"""«Мои данные»: one's own contacts are replaced and confirmed, never read; nobody touches another's."""

import re
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from types import SimpleNamespace

import pytest
from django.core import mail as outgoing
from django.urls import reverse
from django.utils import timezone
from post_office.mail import send_queued
from post_office.models import STATUS, Email

from cms.audit.models import AuditEntry
from lk_addon.accounts.contacts import what_to_see_to
from lk_addon.accounts.domain import contacts
from lk_addon.accounts.domain.blocks import block_account
from lk_addon.accounts.letters import EMAIL_CHANGED
from lk_addon.accounts.masking import masked_email, masked_phone
from lk_addon.accounts.models import ContactState, EmailChange
from lk_addon.accounts.tasks import note_undelivered_letters
from lk_addon.cabinet.letters import queue_letter
from tests.factories.confirmation import confirmed
from tests.scenarios import back_office_of, cabinet_of

pytestmark = pytest.mark.django_db

NEW = "novyy-yashchik@example.com"
OWN = {"email": NEW, "whose": "own"}


@pytest.fixture
def client(scene):
    """The representative's browser, the password typed a moment ago."""
    return confirmed(cabinet_of(scene.member))


def letters_to(address):
    send_queued()
    return [message for message in outgoing.outbox if message.to == [address]]


def asked_of(user):
    """Return what the dashboard asks ``user`` to see to about contacts."""
    request = SimpleNamespace(user=user, entrance=SimpleNamespace(looking_in=False))
    return [matter.text for matter in what_to_see_to(request)]


def link():
    return re.search(r"https?://[^/]+(/account/email/\S+)", letters_to(NEW)[-1].body)[1]


@pytest.mark.req("REQ-4.2", "REQ-4.9")
def test_own_contacts_are_shown_masked_with_the_advice_to_keep_them_current(scene, client):
    page = client.get("/account/").content.decode()
    assert scene.member.email not in page
    assert scene.member.phone not in page
    assert masked_email(scene.member.email) in page
    assert "Обновляйте контакты" in page
    for form in ("/account/email/", "/account/phone/"):
        assert scene.member.email not in client.get(form).content.decode()
        assert scene.member.phone not in client.get(form).content.decode()


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("+7 (495) 123-45-67", "+7 ••• •••-••-67"), ("8 495 1234567, доб. 99", "+7 ••• •••-••-67"), ("", "")],
)
def test_a_telephone_is_masked(phone, shown):
    assert masked_phone(phone) == shown


@pytest.mark.req("REQ-2.1.d", "REQ-2.1.f")
def test_a_new_address_counts_once_its_link_was_followed(scene, client, lk_client):
    old = scene.member.email
    client.post("/account/email/", OWN | {"email": NEW.upper()})
    scene.member.refresh_from_db()
    assert scene.member.email == old
    assert masked_email(NEW) in client.get("/account/").content.decode()
    address = link()
    assert lk_client.get(address).status_code == 200
    scene.member.refresh_from_db()
    assert scene.member.email == old
    assert "Адрес подтверждён" in lk_client.post(address).content.decode()
    scene.member.refresh_from_db()
    assert scene.member.email == NEW
    assert [message.subject for message in letters_to(old)] == [
        "В личном кабинете запрошена смена адреса почты",
        "Адрес почты в личном кабинете изменён",
    ]
    assert not any(NEW in message.body for message in letters_to(old))
    assert lk_client.post(address).status_code == 410
    assert set(AuditEntry.objects.values_list("action", flat=True)) >= {
        "contacts.email_asked",
        "contacts.email_changed",
    }


def test_the_key_of_the_link_is_stored_nowhere(client):
    client.post("/account/email/", OWN)
    key = link().strip("/").rpartition("/")[2]
    change = EmailChange.objects.get()
    assert key not in " ".join(map(str, EmailChange.objects.filter(pk=change.pk).values_list()[0]))
    assert key not in str(Email.objects.values_list("message", "html_message", "context"))


@pytest.mark.parametrize("spoil", ["supersede", "cancel", "expire", "block", "take", "alter"])
def test_a_link_that_is_no_longer_good_changes_nothing(scene, client, lk_client, spoil):
    client.post("/account/email/", OWN)
    address, old = link(), scene.member.email
    match spoil:
        case "supersede":
            client.post("/account/email/", OWN | {"email": "tretiy@example.com"})
        case "cancel":
            client.post("/account/email/cancel/")
        case "expire":
            EmailChange.objects.update(expires_at=timezone.now())
        case "block":
            block_account(user=scene.member, reason="contacts", comment="", actor=scene.staff)
        case "take":
            type(scene.outsider).objects.filter(pk=scene.outsider.pk).update(email=NEW)
        case "alter":
            address = address[:-2] + ("x" if address[-2] != "x" else "y") + "/"
    for method in (lk_client.get, lk_client.post):
        assert method(address).status_code == 410
    scene.member.refresh_from_db()
    assert scene.member.email == old


@pytest.mark.req("REQ-2.5")
def test_an_address_that_is_somebodys_login_is_answered_alike_and_gets_no_letter(scene, client):
    free = client.post("/account/email/", OWN)
    taken = client.post("/account/email/", OWN | {"email": scene.outsider.email})
    assert (free.status_code, free["Location"]) == (taken.status_code, taken["Location"])
    assert letters_to(scene.outsider.email) == []


@pytest.mark.req("REQ-4.5")
def test_an_address_that_others_read_wants_an_explicit_request_that_is_kept(scene, client):
    answer = client.post("/account/email/", {"email": NEW, "whose": "others"})
    assert "Без вашей просьбы" in answer.content.decode()
    assert not EmailChange.objects.exists()
    client.post(
        "/account/email/", {"email": NEW, "whose": "others", "third_party": "on"}, HTTP_USER_AGENT="Испытатель/1"
    )
    change = EmailChange.objects.get()
    assert change.third_party
    assert (change.ip_address, change.user_agent) == ("127.0.0.1", "Испытатель/1")
    index = reverse("accounts_emailchange_modeladmin_index", urlconf="cms.urls")
    assert NEW in back_office_of(scene.staff).get(index).content.decode()
    assert NEW not in back_office_of(scene.editor).get(index, follow=True).content.decode()


@pytest.mark.req("REQ-2.1.f")
def test_a_new_telephone_counts_at_once(scene, client):
    for wrong in ("позвоните мне", "123", "+7 (000) 000-00-00 <script>"):
        assert "не похоже на номер" in client.post("/account/phone/", {"phone": wrong}).content.decode()
    client.post("/account/phone/", {"phone": "+7 (000) 111-22-33, доб. 5"})
    scene.member.refresh_from_db()
    assert scene.member.phone == "+7 (000) 111-22-33, доб. 5"


@pytest.mark.parametrize("path", ["/account/email/", "/account/phone/"])
def test_contacts_change_only_after_the_password_was_typed_again(scene, path):
    unconfirmed, before = cabinet_of(scene.member), (scene.member.email, scene.member.phone)
    for method in (unconfirmed.get, unconfirmed.post):
        assert method(path, OWN | {"phone": "+7 (000) 111-22-33"})["Location"].startswith("/security/confirm/?next=")
    scene.member.refresh_from_db()
    assert (scene.member.email, scene.member.phone) == before
    assert not EmailChange.objects.exists()


def test_staff_looking_in_and_strangers_change_no_contact(scene, lk_client):
    staff = confirmed(cabinet_of(scene.staff))
    staff.post("/switch/", {"number": "0901"})
    for path in ("/account/email/", "/account/email/cancel/", "/account/phone/", "/account/confirm/"):
        assert staff.post(path, OWN | {"phone": "+7 (000) 111-22-33"}).status_code == 403
        assert lk_client.post(path, OWN)["Location"].startswith("/login/")
    assert "Заменить" not in staff.get("/account/").content.decode()
    assert not EmailChange.objects.exists()


@pytest.mark.req("REQ-2.1.f", "REQ-4.9")
def test_contacts_are_asked_for_once_a_year(scene, client):
    contacts.confirm_contacts(user=scene.member)
    assert asked_of(scene.member) == []
    ContactState.objects.update(confirmed_at=timezone.now() - timedelta(days=366))
    assert asked_of(scene.member) == ["Подтвердите, что ваши почта и телефон не изменились"]
    client.get("/account/confirm/")
    assert "Прошёл год" in client.get("/account/").content.decode()
    client.post("/account/confirm/")
    assert "Прошёл год" not in client.get("/account/").content.decode()
    assert asked_of(scene.member) == []
    assert not ContactState.objects.exclude(user=scene.member).exists()


@pytest.mark.req("REQ-2.1.f")
def test_an_address_that_refuses_letters_is_flagged_once_until_staff_or_a_new_address_settle_it(scene, client):
    email = queue_letter(EMAIL_CHANGED, to=scene.member.email, context={})
    outage = queue_letter(EMAIL_CHANGED, to=scene.outsider.email, context={})
    Email.objects.update(status=STATUS.failed)
    email.logs.create(status=STATUS.failed, exception_type=SMTPRecipientsRefused.__name__, message="550")
    outage.logs.create(status=STATUS.failed, exception_type="ConnectionRefusedError", message="")
    note_undelivered_letters()
    note_undelivered_letters()
    state = ContactState.objects.get()
    assert state.user == scene.member
    assert AuditEntry.objects.filter(action="contacts.failed").count() == 1
    assert asked_of(scene.member) == ["Письма СРО не доходят: укажите новый адрес почты"]
    assert "Письма СРО не доходят" in client.get("/account/").content.decode()
    index = reverse("accounts_contactstate_modeladmin_index", urlconf="cms.urls")
    staff = back_office_of(scene.staff)
    assert scene.member.email in staff.get(f"{index}?failed=yes").content.decode()
    settle = reverse("access_contacts_settle", urlconf="cms.urls", args=[state.pk])
    back_office_of(scene.editor).post(settle)
    state.refresh_from_db()
    assert state.failed_at
    staff.post(settle)
    note_undelivered_letters()
    state.refresh_from_db()
    assert state.failed_at is None


@pytest.mark.req("REQ-2.1.f")
def test_staff_flag_an_account_by_hand(scene):
    mandate = scene.member.mandates.get()
    address = reverse("access_contacts_failed", urlconf="cms.urls", args=[mandate.pk])
    back_office_of(scene.editor).post(address, {"failure": "—"})
    assert not ContactState.objects.exists()
    back_office_of(scene.staff).post(address, {"failure": "Телефон не отвечает"})
    assert ContactState.objects.get().failure == "Телефон не отвечает"
