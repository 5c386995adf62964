"""New editions asked for at sign-in, withdrawal of consents, the reason that is told at the door."""

import re

import pytest
from django.conf import settings
from django.core import mail as outgoing
from django.test import Client
from post_office.mail import send_queued

from cms.audit.models import AuditEntry
from lk_addon.accounts.domain.applications import invite
from lk_addon.accounts.domain.blocks import block_account, block_member, lift_block
from lk_addon.accounts.domain.proofs import store_consents
from lk_addon.accounts.models import Consent, Mandate
from lk_addon.accounts.rules import may_enter
from tests.factories.accounts import PASSWORD, AccessApplicationFactory
from tests.factories.regulations import TEXT, edition
from tests.lk_addon.accounts.test_entry import give_password
from tests.scenarios import cabinet_of

pytestmark = pytest.mark.django_db

ASKS = "/account/agreements/"
CHANGED = TEXT.replace("возмещают", "возмещают в течение месяца")


@pytest.fixture(autouse=True)
def _password_is_enough(settings):
    settings.SECOND_FACTOR_REQUIRED_FOR_MEMBERS = False
    settings.SECOND_FACTOR_REQUIRED_FOR_STAFF = False


def come_in(user):
    """Return a browser in which ``user`` came through the door."""
    client = Client(headers={"host": settings.LK_HOST})
    assert give_password(client, user.email)["Location"] == "/"
    return client


def consented(user, *editions):
    kinds = (Consent.Kind.REGULATION, Consent.Kind.PERSONAL_DATA)
    store_consents(
        user=user, consents=list(zip(kinds, editions, strict=False)), ip_address="10.0.0.1", user_agent="тест"
    )


def ticked(client, **fields):
    html = client.get(ASKS).content.decode()
    return dict(re.findall(r'name="(\w+_edition)" value="(\d+)"', html)) | fields


@pytest.mark.req("REQ-2.2")
def test_new_edition_is_asked_for_and_only_what_changed_is_shown(scene, documents):
    consented(scene.member, *documents)
    newer = edition(documents[0].get_parent(), days=-1, number=2, text=CHANGED)
    client = come_in(scene.member)
    assert client.get("/organization/")["Location"] == f"{ASKS}?next=%2Forganization%2F"
    html = client.get(ASKS).content.decode()
    assert "в течение месяца" in html
    assert "верстаком" not in html
    assert 'name="personal_data"' not in html
    assert client.post(f"{ASKS}?next=/organization/", ticked(client)).status_code == 200
    answer = client.post(f"{ASKS}?next=/organization/", ticked(client, regulation="on"))
    assert answer["Location"] == "/organization/"
    assert client.get("/organization/").status_code == 200
    given = Consent.objects.filter(user=scene.member, kind="regulation").latest("pk")
    assert (given.edition.pk, given.content_hash, given.ip_address) == (newer.pk, newer.content_hash, "127.0.0.1")
    assert AuditEntry.objects.filter(action="consent.given", actor=scene.member).count() == 1


@pytest.mark.req("REQ-2.2")
def test_edition_to_come_is_not_asked_for(scene, documents):
    consented(scene.member, *documents)
    edition(documents[0].get_parent(), days=5, number=2, text=CHANGED)
    assert come_in(scene.member).get("/").status_code == 200


@pytest.mark.req("REQ-L.1")
def test_who_agreed_to_nothing_is_asked_for_both_separately(scene, documents):
    client = come_in(scene.member)
    html = client.get(ASKS).content.decode()
    boxes = re.findall(r'<input[^>]*name="(?:regulation|personal_data)"[^>]*>', html)
    assert len(boxes) == 2
    assert not any(" checked" in box for box in boxes)
    client.post(ASKS, ticked(client, regulation="on"))
    assert client.get("/")["Location"].startswith(ASKS)
    client.post(ASKS, ticked(client, regulation="on", personal_data="on"))
    assert client.get("/").status_code == 200


def test_agreement_to_another_edition_than_the_one_shown_does_not_count(scene, documents):
    consented(scene.member, documents[0])
    client = come_in(scene.member)
    form = ticked(client, personal_data="on") | {"personal_data_edition": str(documents[0].pk)}
    assert "другая редакция" in client.post(ASKS, form).content.decode()
    assert not Consent.objects.filter(kind="personal_data").exists()


def test_the_way_on_leads_nowhere_else(scene, documents):
    client = come_in(scene.member)
    form = ticked(client, regulation="on", personal_data="on")
    assert client.post(f"{ASKS}?next=https://evil.example/", form)["Location"] == "/"


@pytest.mark.parametrize("path", ["/help/", "/security/", ASKS])
def test_before_the_agreement_help_exit_and_ones_own_security_are_open(scene, documents, path):
    client = come_in(scene.member)
    assert client.get(path).status_code == 200
    assert client.post("/feedback/", {"text": "Помогите"})["Location"].startswith(ASKS)
    assert client.post("/logout/").status_code == 302


def test_staff_looking_in_are_asked_for_nothing(scene, documents):
    client = come_in(scene.staff)
    assert client.get("/members/").status_code == 200


@pytest.mark.req("REQ-L.1")
def test_withdrawal_closes_access_everywhere_and_tells_staff(scene, documents):
    consented(scene.other, *documents)
    elsewhere, client = come_in(scene.other), come_in(scene.other)
    page = client.get("/account/consents/withdraw/").content.decode()
    assert "во все организации" in page
    assert client.post("/account/consents/withdraw/", {}).status_code == 200
    assert may_enter(scene.other)
    answer = client.post("/account/consents/withdraw/", {"understood": "on"})
    assert answer["Location"] == "/account/consents/withdrawn/"
    assert client.get("/account/consents/withdrawn/").status_code == 200
    assert [one.get("/").status_code for one in (client, elsewhere)] == [302, 302]
    withdrawn = Consent.objects.get(user=scene.other, kind="personal_data")
    assert withdrawn.withdrawn_at
    assert withdrawn.withdrawn_ip_address == "127.0.0.1"
    ended = Mandate.objects.filter(user=scene.other).values_list("revoked_because", flat=True)
    assert list(ended) == ["consent", "consent"]
    send_queued()
    letters = [letter for letter in outgoing.outbox if "отозвал согласие" in letter.subject]
    assert [letter.to for letter in letters] == [[scene.staff.email]]
    assert scene.other.last_name not in letters[0].body
    assert AuditEntry.objects.filter(action="consent.withdrawn", actor=scene.other).count() == 1


def test_withdrawal_asks_for_the_password_and_needs_a_consent(scene, documents):
    consented(scene.member, *documents)
    client = cabinet_of(scene.member)
    answer = client.post("/account/consents/withdraw/", {"understood": "on"})
    assert answer["Location"].startswith("/security/confirm/")
    assert may_enter(scene.member)
    assert cabinet_of(scene.colleague).get("/account/consents/withdraw/").status_code == 404


@pytest.mark.req("REQ-L.1")
def test_who_comes_back_by_a_new_application_is_asked_anew(scene, documents):
    consented(scene.member, *documents)
    client = come_in(scene.member)
    client.post("/account/consents/withdraw/", {"understood": "on"})
    invite(application=AccessApplicationFactory(member=scene.north, email=scene.member.email), actor=scene.staff)
    page = come_in(scene.member).get(ASKS).content.decode()
    assert 'name="personal_data"' in page
    assert 'name="regulation"' not in page


@pytest.mark.req("REQ-2.1")
def test_own_consents_stand_on_the_account_page(scene, documents):
    consented(scene.member, *documents)
    html = cabinet_of(scene.member).get("/account/").content.decode()
    assert "обработка персональных данных" in html.lower()
    assert "/account/consents/withdraw/" in html
    assert "/account/consents/withdraw/" not in cabinet_of(scene.outsider).get("/account/").content.decode()


@pytest.mark.req("REQ-2.1.g")
@pytest.mark.parametrize("scope", ["account", "member"])
def test_reason_of_contacts_is_told_with_the_way_back(scene, scope):
    inside = come_in(scene.member)
    said = {"reason": "contacts", "comment": "Почта возвращается.", "actor": scene.staff}
    shut = {
        "account": lambda: block_account(user=scene.member, **said),
        "member": lambda: block_member(member=scene.north, **said),
    }
    block = shut[scope]()
    assert inside.get("/")["Location"] == "/login/?reason=contacts"
    client = Client(headers={"host": settings.LK_HOST})
    answer = give_password(client, scene.member.email)
    assert answer["Location"] == "/login/?reason=contacts"
    page = client.get(answer["Location"]).content.decode()
    assert "контактные данные" in page
    assert "После проверки доступ вернут" in page
    assert "Почта возвращается" not in page
    lift_block(block=block, actor=scene.staff)
    assert inside.get("/").status_code == 302
    assert give_password(Client(headers={"host": settings.LK_HOST}), scene.member.email)["Location"] == "/"


@pytest.mark.req("REQ-2.4")
@pytest.mark.parametrize("reason", ["suspicion", "request", "other"])
def test_any_other_reason_is_not_told(scene, reason):
    inside = come_in(scene.member)
    block_account(user=scene.member, reason=reason, comment="", actor=scene.staff)
    assert inside.get("/")["Location"] == "/login/?reason=closed"
    page = give_password(Client(headers={"host": settings.LK_HOST}), scene.member.email)
    assert page.status_code == 200
    assert "контактные данные" not in page.content.decode()


@pytest.mark.req("REQ-2.1.g")
def test_who_gives_a_wrong_password_learns_no_reason(scene):
    block_account(user=scene.member, reason="contacts", comment="", actor=scene.staff)
    page = give_password(Client(headers={"host": settings.LK_HOST}), scene.member.email, PASSWORD + "x")
    assert page.status_code == 200
    assert "контактные данные" not in page.content.decode()
