"""Lost devices: staff identify the person, write down how, and the person is told."""

import pytest
from django.core import mail as outgoing
from django.core.management import CommandError, call_command
from post_office.mail import send_queued

from cms.audit.models import AuditEntry
from cms.users.encryption import encrypt
from cms.users.groups import ADMINISTRATORS
from cms.users.models import Authenticator, IdentityCheck
from cms.users.queries import second_factors
from tests.factories.sessions import signed_in_client
from tests.users.conftest import PASSWORD, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-2.5")]

IDENTITY = {"way": "call", "document": "Журнал обращений, запись 7", "note": ""}


@pytest.fixture
def administrator(roles):
    return make_staff("admin@example.com", ADMINISTRATORS)


@pytest.fixture
def office(administrator):
    """The administrator's browser, the password typed a moment ago."""
    client = signed_in_client(administrator)
    assert client.post("/admin/security/confirm/", {"password": PASSWORD}).status_code == 302
    return client


def address(user):
    return f"/admin/users/second-factor/{user.pk}/"


def test_a_reset_wants_the_identity_and_is_told_to_the_person(office, administrator, editor, phone):
    session = signed_in_client(editor)
    assert office.post(address(editor), {"way": "call", "document": ""}).status_code == 200
    assert second_factors(editor)
    office.post(address(editor), IDENTITY)
    assert second_factors(editor) == []
    assert session.get("/admin/").status_code == 302
    check = IdentityCheck.objects.get()
    assert (check.user, check.checked_by, check.way, check.document) == (
        editor,
        administrator,
        "call",
        IDENTITY["document"],
    )
    assert AuditEntry.objects.filter(action="user.identified", actor=administrator).exists()
    send_queued()
    assert [message.to for message in outgoing.outbox] == [[editor.email]]
    assert "Второй фактор" in outgoing.outbox[0].subject


def test_an_outsider_resets_nobody(editor, phone):
    colleague = make_staff("drugoy@example.com")
    client = signed_in_client(colleague)
    client.post("/admin/security/confirm/", {"password": PASSWORD})
    client.post(address(editor), IDENTITY)
    assert second_factors(editor)
    assert not IdentityCheck.objects.exists()


def test_without_the_password_typed_again_nobody_is_reset(administrator, editor, phone):
    answer = signed_in_client(administrator).post(address(editor), IDENTITY)
    assert answer["Location"].startswith("/admin/security/confirm/")
    assert second_factors(editor)


def test_keys_are_moved_to_the_new_encryption_key(phone, settings, capsys):
    old = settings.SECOND_FACTOR_KEY
    settings.SECOND_FACTOR_KEY = f"a-new-key,{old}"
    call_command("reencrypt_second_factors")
    settings.SECOND_FACTOR_KEY = "a-new-key"
    assert Authenticator.objects.get().key == phone.key
    assert "Перешифровано ключей: 1" in capsys.readouterr().out
    assert AuditEntry.objects.filter(action="user.second_factors_reencrypted").exists()


def test_a_key_that_nothing_opens_stops_the_move_and_changes_nothing(editor, phone, settings):
    second = Authenticator(user=editor, name="second")
    second.encrypted_key = encrypt(b"x" * 20)
    second.save()
    settings.SECOND_FACTOR_KEY = "unknown"
    before = list(Authenticator.objects.order_by("pk").values_list("encrypted_key"))
    with pytest.raises(CommandError, match="не открывается"):
        call_command("reencrypt_second_factors")
    assert list(Authenticator.objects.order_by("pk").values_list("encrypted_key")) == before
