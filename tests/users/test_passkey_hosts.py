"""A passkey answers on its own host; the other neither asks for it nor does without a second factor."""

import pytest
from django.conf import settings
from two_factor.plugins.webauthn.models import WebauthnDevice

from cms.users.domain import make_backup_codes, note_added_device
from cms.users.queries import second_factors
from tests.factories.sessions import signed_in_client
from tests.users.conftest import LOGIN, SECURITY, SETUP, Phone

#: What browsers call a passkey of each host, in base64url.
HANDLES = {settings.SITE_HOST: "c2l0ZS1rZXk", settings.LK_HOST: "Y2FiaW5ldC1rZXk"}

pytestmark = pytest.mark.django_db


def passkey(user, host):
    device = WebauthnDevice.objects.create(user=user, name="default", key_handle=HANDLES[host], sign_count=0)
    note_added_device(user, device, host)
    return device


@pytest.fixture
def foreign_key(editor):
    """A passkey that the editor made in the cabinet."""
    return passkey(editor, settings.LK_HOST)


def test_only_the_keys_of_the_host_are_asked_for(editor, visitor, foreign_key):
    passkey(editor, settings.SITE_HOST)
    page = visitor.give_password(editor.email).content.decode()
    assert HANDLES[settings.SITE_HOST] in page
    assert HANDLES[settings.LK_HOST] not in page
    assert [device.key_handle for device in second_factors(editor, settings.LK_HOST)] == [HANDLES[settings.LK_HOST]]


def test_a_code_is_offered_and_the_foreign_key_beside_it_is_not(editor, phone, visitor, foreign_key):
    page = visitor.give_password(editor.email).content.decode()
    assert "шестизначный код" in page
    assert "Ключ доступа</button>" not in page
    visitor.give_code(phone.code())
    assert visitor.is_in()


def test_with_a_foreign_key_alone_a_backup_code_lets_in(editor, visitor, foreign_key):
    code = make_backup_codes(user=editor)[0]
    page = visitor.give_password(editor.email).content.decode()
    assert "сделан для другого сайта" in page
    assert not visitor.is_in()
    visitor.post(LOGIN, {"staff_login_view-current_step": "backup", "backup-otp_token": code})
    assert visitor.is_in()


def test_with_a_foreign_key_and_no_codes_nobody_gets_in_or_enrols(editor, visitor, foreign_key):
    assert "сбросит второй фактор" in visitor.give_password(editor.email).content.decode()
    for step, answer in (("backup", "AAAA-BBBB"), ("token", "000000")):
        visitor.post(LOGIN, {"staff_login_view-current_step": step, f"{step}-otp_token": answer})
        assert not visitor.is_in()
    assert visitor.get(SETUP).status_code == 302
    assert second_factors(editor) == [foreign_key]


def test_the_security_page_says_where_each_key_answers(editor, foreign_key):
    page = signed_in_client(editor).get(SECURITY).content.decode()
    assert f"Для входа на {settings.LK_HOST}" in page


def test_a_second_application_stays_a_way_on(editor, phone, visitor):
    Phone(editor)
    assert "Код из приложения" in visitor.give_password(editor.email).content.decode()
