"""«Пароль стал известен другим»: one page does all of it, and staff hear of it at once."""

import pytest
from django.core import mail as outgoing
from django.urls import reverse
from post_office.mail import send_queued

from cms.audit.models import AuditEntry
from lk_addon.accounts.models import PasswordDisclosure
from tests.factories.accounts import PASSWORD
from tests.scenarios import back_office_of, cabinet_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-2.1.b")]

PAGE = "/security/compromised/"
NEW = "Сосна-у-переезда-77"
ANSWERS = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}


def back_office(action, *args):
    return reverse(f"accounts_passworddisclosure_modeladmin_{action}", urlconf="cms.urls", args=args)


@pytest.fixture
def disclosure(scene):
    cabinet_of(scene.member).post(PAGE, ANSWERS)
    return PasswordDisclosure.objects.get()


@pytest.mark.req("REQ-2.3.c")
def test_the_page_is_two_clicks_from_everywhere_and_says_whom_to_call(scene):
    client = cabinet_of(scene.member)
    assert 'href="/security/"' in client.get("/organization/").content.decode()
    assert f'href="{PAGE}"' in client.get("/security/").content.decode()
    page = client.get(PAGE).content.decode()
    assert "cab-contacts" in page
    assert PasswordDisclosure.objects.count() == 0


def test_one_form_changes_the_password_ends_other_sessions_and_tells_staff(scene):
    here, elsewhere = cabinet_of(scene.member), cabinet_of(scene.member)
    page = here.post(PAGE, ANSWERS, follow=True).content.decode()
    assert "Пароль изменён" in page
    assert "СРО получила сообщение" in page
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302
    scene.member.refresh_from_db()
    assert scene.member.check_password(NEW)
    send_queued()
    told = {message.to[0]: message for message in outgoing.outbox}
    assert set(told) == {scene.member.email, scene.staff.email}
    assert "NSS-0901-1" in told[scene.staff.email].body
    assert back_office("index") in told[scene.staff.email].body
    assert AuditEntry.objects.filter(action="disclosure.reported", actor=scene.member).exists()


def test_somebody_without_the_password_reports_nothing(scene):
    cabinet_of(scene.member).post(PAGE, ANSWERS | {"old_password": "не тот"})
    send_queued()
    assert not PasswordDisclosure.objects.exists()
    assert not outgoing.outbox


def test_staff_deal_with_it_once_and_others_do_not_see_it(scene, disclosure):
    staff, editor = back_office_of(scene.staff), back_office_of(scene.editor)
    address = reverse("access_disclosure", urlconf="cms.urls", args=[disclosure.pk])
    assert "NSS-0901-1" in staff.get(back_office("index")).content.decode()
    for page in (back_office("index"), address):
        assert "NSS-0901-1" not in editor.get(page, follow=True).content.decode()
    editor.post(address, {"outcome": "чужое"})
    staff.get(address)
    disclosure.refresh_from_db()
    assert disclosure.handled_at is None
    staff.post(address, {"outcome": "Позвонили, чужих входов нет."})
    staff.post(address, {"outcome": "Второй раз."})
    disclosure.refresh_from_db()
    assert (disclosure.handled_by, disclosure.outcome) == (scene.staff, "Позвонили, чужих входов нет.")
