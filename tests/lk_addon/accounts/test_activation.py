"""From a paper application to a working account: invitation, letter, activation (REQ-1.2, 1.3, 2.1, 2.3)."""

import re
import threading
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail as outgoing
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.test import Client
from django.utils import timezone
from post_office.mail import send_queued
from post_office.models import STATUS, Email

from cms.audit.models import AuditEntry
from cms.users.models import User
from lk_addon.accounts.domain.applications import invite, refuse
from lk_addon.accounts.domain.blocks import block_account
from lk_addon.accounts.domain.invitations import InvitationClosed, accept_invitation, replace_credentials
from lk_addon.accounts.domain.mandates import revoke_mandate
from lk_addon.accounts.models import AccessApplication, Consent, Invitation, Mandate
from tests.factories.accounts import PASSWORD, AccessApplicationFactory, MandateFactory
from tests.factories.regulations import edition
from tests.scenarios import back_office_of, cabinet_of, exclude

pytestmark = pytest.mark.django_db

CHOSEN = "Лошадь-на-крыше-2026"


@pytest.fixture
def application(scene):
    return AccessApplicationFactory(member=scene.north, email="novichok@example.com")


@pytest.fixture
def mandate(application, scene):
    return invite(application=application, actor=scene.staff)


def letter_link():
    """Deliver what is queued and return the address in the last letter to the newcomer."""
    send_queued()
    letters = [letter for letter in outgoing.outbox if letter.to == ["novichok@example.com"]]
    return re.search(r"https?://\S+/activate/\S+", letters[-1].body)[0]


def path_of(link):
    return link.removeprefix(settings.LK_URL)


def filled(client, path, **fields):
    html = client.get(path).content.decode()
    hidden = dict(re.findall(r'name="(\w+_edition)" value="(\d+)"', html))
    return (
        hidden | {"new_password1": CHOSEN, "new_password2": CHOSEN, "regulation": "on", "personal_data": "on"} | fields
    )


def without_token(html):
    return re.sub(r'name="(csrfmiddlewaretoken|next)" value="[^"]+"', "", html)


@pytest.mark.req("REQ-2.1.d")
@pytest.mark.req("REQ-2.3.a")
def test_link_from_the_letter_leads_to_an_account_of_ones_own(scene, documents, mandate, lk_client):
    path = path_of(letter_link())
    done = lk_client.post(path, filled(lk_client, path))
    assert done["Location"] == "/activate/done/"
    assert "sessionid" not in {
        name for name, cookie in done.cookies.items() if cookie.value and cookie["max-age"] == ""
    }
    user = User.objects.get(email="novichok@example.com")
    assert user.check_password(CHOSEN)
    assert lk_client.get("/")["Location"].startswith("/login/")
    assert "NSS-0901-3" in cabinet_of(user).get("/").content.decode()
    assert mandate.login_label == "NSS-0901-3"


@pytest.mark.req("REQ-2.1")
@pytest.mark.req("REQ-L.1")
def test_two_consents_are_kept_with_edition_hash_time_and_browser(documents, mandate, lk_client):
    path = path_of(letter_link())
    lk_client.post(path, filled(lk_client, path), headers={"user-agent": "Пробник/1"}, REMOTE_ADDR="10.0.0.7")
    regulation, personal_data = documents
    rows = {row.kind: row for row in Consent.objects.filter(user=mandate.user)}
    assert set(rows) == {"regulation", "personal_data"}
    assert (rows["regulation"].edition, rows["personal_data"].edition) == (regulation, personal_data)
    for row in rows.values():
        assert row.content_hash == row.edition.content_hash
        assert (row.ip_address, row.user_agent) == ("10.0.0.7", "Пробник/1")


@pytest.mark.req("REQ-2.1")
@pytest.mark.parametrize("missing", ["regulation", "personal_data"])
def test_no_consent_no_account_and_neither_is_ticked_beforehand(documents, mandate, lk_client, missing):
    path = path_of(letter_link())
    assert " checked" not in lk_client.get(path).content.decode().partition("<main")[2]
    fields = filled(lk_client, path)
    del fields[missing]
    answer = lk_client.post(path, fields)
    assert "кабинет не открывается" in answer.content.decode()
    assert not User.objects.get(pk=mandate.user_id).has_usable_password()
    assert not Consent.objects.exists()


def test_third_consent_is_optional_and_kept(documents, mandate, lk_client):
    path = path_of(letter_link())
    lk_client.post(path, filled(lk_client, path, information="on"))
    assert Consent.objects.filter(kind="information").count() == 1


@pytest.mark.req("REQ-2.2")
def test_consent_to_an_edition_that_went_out_of_force_meanwhile_is_not_taken(documents, mandate, lk_client):
    path = path_of(letter_link())
    fields = filled(lk_client, path)
    edition(documents[0].get_parent().specific, days=0, number=2)
    answer = lk_client.post(path, fields)
    assert "новая редакция" in answer.content.decode()
    assert not Consent.objects.exists()


@pytest.mark.parametrize("password", ["короткий1", "1234567890", "novichok@example.com"])
def test_weak_password_is_refused(documents, mandate, lk_client, password):
    path = path_of(letter_link())
    answer = lk_client.post(path, filled(lk_client, path, new_password1=password, new_password2=password))
    assert answer.status_code == 200
    assert not User.objects.get(pk=mandate.user_id).has_usable_password()


def test_looking_at_the_link_changes_nothing(documents, mandate, lk_client):
    path = path_of(letter_link())
    for _time in range(3):
        assert lk_client.get(path).status_code == 200
        lk_client.head(path)
    assert Invitation.objects.get().used_at is None


def expire(mandate, actor):
    Invitation.objects.update(expires_at=timezone.now())


def use(mandate, actor):
    Invitation.objects.update(used_at=timezone.now())


def supersede(mandate, actor):
    replace_credentials(mandate=mandate, actor=actor)


def block(mandate, actor):
    block_account(user=mandate.user, reason="suspicion", comment="", actor=actor)


def revoke(mandate, actor):
    revoke_mandate(mandate=mandate, actor=actor)


def exclude_today(mandate, actor):
    exclude(mandate.member)


def end_term(mandate, actor):
    Mandate.objects.update(valid_to=timezone.localdate() - timedelta(days=1))


@pytest.mark.req("REQ-2.1.d")
@pytest.mark.req("REQ-1.2")
@pytest.mark.parametrize("spoil", [expire, use, supersede, block, revoke, exclude_today, end_term])
def test_every_dead_link_says_the_same_as_one_that_never_was(scene, documents, mandate, spoil):
    path = path_of(letter_link())
    browser = Client(headers={"host": settings.LK_HOST})
    fields = filled(browser, path)
    spoil(mandate, scene.staff)
    for method, data in (("get", None), ("post", fields)):
        answers = [
            getattr(Client(headers={"host": settings.LK_HOST}), method)(one, data) for one in (path, "/activate/never/")
        ]
        assert [answer.status_code for answer in answers] == [410, 410]
        dead, unknown = [without_token(answer.content.decode()) for answer in answers]
        assert dead == unknown
    assert "Ссылка не действует" in dead
    assert not User.objects.get(pk=mandate.user_id).has_usable_password()


@pytest.mark.req("REQ-1.4")
def test_a_coming_exclusion_leaves_the_link_alive_until_its_day(scene, documents, mandate, lk_client):
    path = path_of(letter_link())
    exclude(scene.north, days=1)
    assert lk_client.get(path).status_code == 200


@pytest.mark.req("REQ-1.4")
@pytest.mark.parametrize("shut", ["exclude", "block", "revoke", "supersede"])
def test_a_letter_that_has_not_left_is_held_back(scene, mandate, shut):
    {
        "exclude": lambda: exclude(scene.north),
        "block": lambda: block_account(user=mandate.user, reason="suspicion", comment="", actor=scene.staff),
        "revoke": lambda: revoke_mandate(mandate=mandate, actor=scene.staff),
        "supersede": lambda: replace_credentials(mandate=mandate, actor=scene.staff),
    }[shut]()
    send_queued()
    assert len(outgoing.outbox) == (1 if shut == "supersede" else 0)


def test_the_database_holds_no_key_before_or_after_the_letter(mandate):
    token = path_of(letter_link()).split("/")[2]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' "
            "AND data_type IN ('text', 'character varying', 'jsonb', 'json')"
        )
        for table, column in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE "{column}"::text LIKE %s', [f"%{token}%"])
            assert cursor.fetchone()[0] == 0, (table, column)


def test_one_letter_with_one_message_id_however_often_it_is_rendered(mandate):
    row = Email.objects.get(to="novichok@example.com")
    first, again = row.prepare_email_message(), Email.objects.get(pk=row.pk).prepare_email_message()
    assert first.body == again.body
    assert first.extra_headers["Message-ID"] == again.extra_headers["Message-ID"] == row.message_id
    send_queued()
    send_queued()
    assert len(outgoing.outbox) == 1
    assert Email.objects.get().status == STATUS.sent


@pytest.mark.req("REQ-4.2")
def test_letter_names_the_organisation_and_not_the_person(application, mandate):
    letter_link()
    letter = outgoing.outbox[-1]
    text = letter.subject + letter.body
    assert "Демострой-Север" in text
    for secret in (application.last_name, application.first_name, application.patronymic, application.email, "88-31"):
        assert secret not in text


def test_link_in_the_letter_comes_from_settings_and_not_from_a_header(scene, application, settings):
    client = back_office_of(scene.staff)
    client.post(f"/admin/access/{application.pk}/invite/", headers={"x-forwarded-host": "evil.example"})
    assert letter_link().startswith("http://lk.np-ss.localhost/activate/")


@pytest.mark.req("REQ-2.5")
def test_after_a_loss_the_old_password_dies_and_a_new_link_opens(scene, documents, lk_client):
    mandate = Mandate.objects.get(user=scene.member)
    client = cabinet_of(scene.member)
    assert client.get("/").status_code == 200
    replace_credentials(mandate=mandate, actor=scene.staff)
    assert client.get("/").status_code == 302
    assert not User.objects.get(pk=scene.member.pk).check_password(PASSWORD)
    send_queued()
    assert "/activate/" in outgoing.outbox[-1].body


@pytest.mark.req("REQ-1.2")
def test_nobody_of_an_excluded_member_is_invited(scene):
    application = AccessApplicationFactory(member=scene.former)
    with pytest.raises(ValidationError, match="исключена"):
        invite(application=application, actor=scene.staff)
    assert not User.objects.filter(email=application.email).exists()


@pytest.mark.parametrize(
    "fields",
    [{"valid_from": timezone.localdate() + timedelta(days=2)}, {"valid_to": timezone.localdate() - timedelta(days=1)}],
)
@pytest.mark.req("REQ-2.1.e")
def test_nobody_is_invited_outside_the_term_of_the_authority(scene, fields):
    with pytest.raises(ValidationError, match="не действуют"):
        invite(application=AccessApplicationFactory(**fields), actor=scene.staff)


def test_an_application_is_decided_once(scene, application):
    refuse(application=application, reason="Нет подписи", actor=scene.staff)
    with pytest.raises(ValidationError, match="уже принято"):
        invite(application=application, actor=scene.staff)
    assert AuditEntry.objects.filter(action="application.refused").count() == 1


def test_address_of_staff_gets_no_mandate(scene):
    application = AccessApplicationFactory(email=scene.staff.email.upper())
    with pytest.raises(ValidationError, match="сотруднику"):
        invite(application=application, actor=scene.staff)


def test_second_organisation_of_a_known_person_needs_no_new_password(scene):
    application = AccessApplicationFactory(member=scene.trader, email=scene.member.email)
    invite(application=application, actor=scene.staff)
    assert not Invitation.objects.exists()
    assert User.objects.get(pk=scene.member.pk).check_password(PASSWORD)
    send_queued()
    assert "ещё к одной организации" in outgoing.outbox[-1].body
    assert {"ООО «Демострой-Север»", "ООО «Торговая»"} == {
        one.display_name for one in cabinet_of(scene.member).get("/").wsgi_request.entrance.members
    }


@pytest.mark.django_db(transaction=True)
def test_of_many_activations_at_once_one_succeeds(scene):
    invite(application=AccessApplicationFactory(member=scene.north, email="novichok@example.com"), actor=scene.staff)
    token = path_of(letter_link()).split("/")[2]
    start, results = threading.Barrier(6), []

    def attempt(number):
        start.wait()
        try:
            accept_invitation(
                token=token, password=f"{CHOSEN}{number}", consents=[], ip_address="10.0.0.1", user_agent=""
            )
            results.append(number)
        except InvitationClosed:
            results.append(None)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=attempt, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winners = [number for number in results if number is not None]
    assert len(results) == 6
    assert len(winners) == 1
    assert User.objects.get(email="novichok@example.com").check_password(f"{CHOSEN}{winners[0]}")
    assert AccessApplication.objects.filter(state="invited").exists()


def test_activation_waits_while_a_document_has_no_edition_in_force(mandate, lk_client):
    answer = lk_client.get(path_of(letter_link()))
    assert answer.status_code == 503
    assert Invitation.objects.get().is_open()


def test_colleagues_have_labels_of_their_own(scene):
    labels = [mandate.login_label for mandate in Mandate.objects.filter(member=scene.north)]
    assert labels == ["NSS-0901-1", "NSS-0901-2"]
    assert MandateFactory(member=scene.north).login_label == "NSS-0901-3"
