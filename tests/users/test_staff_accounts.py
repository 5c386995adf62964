"""Accounts of staff in the back office: who manages whom, and how nobody promotes themselves."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.audit.models import AuditEntry
from cms.users.domain import make_backup_codes
from cms.users.groups import ADMINISTRATORS, EDITORS
from cms.users.models import BackupCode, User
from cms.users.queries import second_factors
from tests.users.conftest import PASSWORD, Phone, Visitor, make_staff

USERS = "/admin/users/"


def enter(user, phone=None):
    browser = Visitor()
    code = phone.code(1) if phone else Phone(user).code()
    browser.give_password(user.email)
    browser.give_code(code)
    assert browser.is_in()
    return browser


@pytest.fixture
def administrator(roles):
    return make_staff("admin@example.com", ADMINISTRATORS, last_name="Админова", first_name="Анна")


@pytest.fixture
def office(administrator):
    """The administrator's browser."""
    return enter(administrator)


@pytest.fixture
def superuser(roles):
    return User.objects.create_superuser("root@example.com", PASSWORD)


def fields(user, **changes):
    """What the edit form posts."""
    posted = {
        "email": user.email,
        "last_name": "Иванов",
        "first_name": "Иван",
        "patronymic": "",
        "phone": "",
        "groups": list(user.groups.values_list("pk", flat=True)),
        "is_active": "on",
    }
    return posted | changes


def test_administrator_sees_staff_and_no_member(office, editor, superuser):
    User.objects.create_user("chlen@example.com")
    page = office.get(USERS).content.decode()
    assert editor.email in page
    assert "chlen@example.com" not in page


def test_listing_of_many_staff_costs_the_same_queries(office):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert office.get(USERS).status_code == 200
        return len(queries)

    office.get(USERS)
    few = cost()
    for number in range(15):
        make_staff(f"kollega{number}@example.com")
    assert cost() == few


def test_administrator_makes_a_colleague_who_then_enrols(office):
    posted = fields(User(pk=0, email="novyi@example.com"), password1=PASSWORD, password2=PASSWORD)
    posted["groups"] = [Group.objects.get(name=EDITORS).pk]
    response = office.post(f"{USERS}new/", posted)
    assert response.status_code == 302, response.content.decode()
    colleague = User.objects.get(email="novyi@example.com")
    assert colleague.is_staff
    assert not colleague.is_superuser
    assert AuditEntry.objects.get(action="user.staff_made").data["groups"] == [EDITORS]
    assert PASSWORD not in str(list(AuditEntry.objects.values()))
    assert Visitor().give_password(colleague.email)["Location"].startswith("/admin/security/setup/")


def test_editor_reaches_no_account(signed_in, editor, administrator):
    for address in (USERS, f"{USERS}new/", f"{USERS}edit/{administrator.pk}/", f"{USERS}edit/{editor.pk}/"):
        for method in (signed_in.get, signed_in.post):
            assert method(address).status_code in (302, 403), address
    signed_in.post(f"{USERS}edit/{editor.pk}/", fields(editor, is_superuser="on", first_name="Хитрец"))
    signed_in.post(f"{USERS}second-factor/{administrator.pk}/")
    editor.refresh_from_db()
    assert not editor.is_superuser
    assert editor.first_name == ""
    assert not AuditEntry.objects.filter(action="user.second_factor_reset").exists()


def test_nobody_gives_themselves_roles_a_password_or_another_login(office, administrator):
    everything = list(Group.objects.values_list("pk", flat=True))
    posted = fields(
        administrator,
        groups=everything,
        is_superuser="on",
        is_staff="on",
        email="drugoy@example.com",
        password1="подменённый-пароль",
        password2="подменённый-пароль",
        user_permissions="1",
    )
    assert office.post(f"{USERS}edit/{administrator.pk}/", posted).status_code == 302
    administrator.refresh_from_db()
    assert administrator.first_name == "Иван"  # the form did save
    assert not administrator.is_superuser
    assert list(administrator.groups.values_list("name", flat=True)) == [ADMINISTRATORS]
    assert administrator.email == "admin@example.com"
    assert administrator.check_password(PASSWORD)


def test_nobody_is_made_a_superuser_in_the_back_office(office, editor):
    office.post(f"{USERS}edit/{editor.pk}/", fields(editor, is_superuser="on"))
    editor.refresh_from_db()
    assert editor.first_name == "Иван"
    assert not editor.is_superuser


def test_administrator_cannot_touch_a_superuser_or_a_member(office, superuser):
    member = User.objects.create_user("chlen@example.com", PASSWORD)
    Phone(superuser)
    for user in (superuser, member):
        for address in (f"{USERS}edit/{user.pk}/", f"{USERS}second-factor/{user.pk}/"):
            posted = fields(user, password1="подменённый-пароль", password2="подменённый-пароль")
            assert office.get(address).status_code in (302, 403, 404)
            assert office.post(address, posted).status_code in (302, 403, 404)
        user.refresh_from_db()
        assert user.check_password(PASSWORD)
    assert len(second_factors(superuser)) == 1


@pytest.mark.parametrize("action", ["assign_role", "set_active_state", "delete"])
def test_bulk_actions_on_accounts_are_refused(office, administrator, editor, superuser, action):
    posted = {"role": Group.objects.get(name=EDITORS).pk, "mark_as_active": "False"}
    address = f"/admin/bulk/users/user/{action}/?id={administrator.pk}&id={superuser.pk}&id={editor.pk}"
    assert office.post(address, posted).status_code in (302, 403)
    assert list(administrator.groups.values_list("name", flat=True)) == [ADMINISTRATORS]
    assert User.objects.filter(is_active=True).count() == 3


def test_accounts_are_never_deleted(office, editor, superuser):
    for browser in (office, enter(superuser)):
        for address in (f"{USERS}delete/{editor.pk}/",):
            assert browser.post(address).status_code in (302, 403, 404)
    assert User.objects.filter(pk=editor.pk).exists()


def test_an_administrator_gives_a_colleague_no_role_by_the_group_pages(office):
    assert office.get("/admin/groups/").status_code in (302, 403)
    assert office.post("/admin/groups/new/", {"name": "Всё можно"}).status_code in (302, 403)
    assert not Group.objects.filter(name="Всё можно").exists()


def test_making_somebody_inactive_ends_their_sessions_for_good(office, editor, signed_in):
    office.post(f"{USERS}edit/{editor.pk}/", fields(editor, is_active=""))
    assert not signed_in.is_in()
    office.post(f"{USERS}edit/{editor.pk}/", fields(editor))
    assert User.objects.get(pk=editor.pk).is_active
    assert not signed_in.is_in()


def test_the_account_page_changes_neither_login_nor_password(signed_in, editor):
    signed_in.post(
        "/admin/account/",
        {
            "name_email-first_name": "Роман",
            "name_email-last_name": "Редакторов",
            "name_email-email": "drugoy@example.com",
            "password-old_password": PASSWORD,
            "password-new_password1": "подменённый-пароль",
            "password-new_password2": "подменённый-пароль",
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
            "theme-keyboard_shortcuts": "on",
        },
    )
    editor.refresh_from_db()
    assert editor.email == "redaktor@example.com"
    assert editor.check_password(PASSWORD)


@pytest.mark.req("REQ-2.3.c")
def test_changing_the_password_wants_the_old_one_and_ends_other_sessions(signed_in, editor, phone):
    elsewhere = enter(editor, phone)
    new = "новая-верная-лошадь"
    address = "/admin/security/password/"
    posted = {"old_password": "не тот", "new_password1": new, "new_password2": new}
    assert "id_old_password" in signed_in.post(address, posted).content.decode()
    assert elsewhere.is_in()
    signed_in.post(address, posted | {"old_password": PASSWORD})
    assert signed_in.is_in()
    assert not elsewhere.is_in()
    assert AuditEntry.objects.filter(action="user.password_changed", actor=editor).count() == 1


def test_administrator_resets_a_lost_second_factor(office, administrator, editor, signed_in):
    make_backup_codes(user=editor)
    address = f"{USERS}second-factor/{editor.pk}/"
    assert "Сбросить второй фактор" in office.get(f"{USERS}edit/{editor.pk}/").content.decode()
    assert "подключённых устройств — 1" in office.get(address).content.decode()
    assert len(second_factors(editor)) == 1
    office.post(address, {"way": "in_person", "document": "Журнал обращений, запись 7"})
    assert second_factors(editor) == []
    assert not BackupCode.objects.filter(device__user=editor).exists()
    assert not signed_in.is_in()
    entry = AuditEntry.objects.get(action="user.second_factor_reset")
    assert (entry.actor, entry.object_id) == (administrator, str(editor.pk))


def test_nobody_resets_their_own_second_factor(office, administrator):
    assert office.post(f"{USERS}second-factor/{administrator.pk}/").status_code in (302, 403)
    assert len(second_factors(administrator)) == 1


def test_the_last_resort_is_a_command_on_the_server(editor, phone, signed_in, capsys):
    call_command("reset_second_factor", "Redaktor@Example.com")
    assert second_factors(editor) == []
    assert not signed_in.is_in()
    entry = AuditEntry.objects.get(action="user.second_factor_reset")
    assert entry.actor is None
    with pytest.raises(CommandError, match="Нет учётной записи"):
        call_command("reset_second_factor", "nikto@example.com")
