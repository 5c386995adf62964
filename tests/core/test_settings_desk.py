"""Who keeps the organisation's contacts and the menus in the back office."""

import pytest

from cms.core.models import Menus, Organization
from cms.users.groups import APPROVERS, EDITORS
from tests.factories.staff import desk

ORGANIZATION = "/admin/settings/core/organization/"
MENUS = "/admin/settings/core/menus/"
pytestmark = pytest.mark.usefixtures("prepared_site")


def posted(name):
    """Return the management form of an empty inline list."""
    return {f"{name}-TOTAL_FORMS": "0", f"{name}-INITIAL_FORMS": "0", f"{name}-MAX_NUM_FORMS": "1000"}


def contacts(**fields):
    return {"phone": "+7 (000) 000-00-05", "inn": "0099000014", **fields} | posted("social_links")


def test_editor_changes_contacts_in_russian(django_capture_on_commit_callbacks, site_client):
    editor = desk(EDITORS)
    address = editor.get(ORGANIZATION, follow=True).redirect_chain[-1][0]
    assert "Номер в государственном реестре СРО".lower() in editor.get(address).content.decode().lower()
    with django_capture_on_commit_callbacks(execute=True):
        assert editor.post(address, contacts()).status_code == 302
    assert "+7 (000) 000-00-05" in site_client.get("/").content.decode()


def test_wrong_number_is_refused():
    editor = desk(EDITORS)
    address = editor.get(ORGANIZATION, follow=True).redirect_chain[-1][0]
    page = editor.post(address, contacts(inn="12345")).content.decode()
    assert "ИНН организации — 10 цифр." in page
    assert not Organization.objects.filter(inn="12345").exists()


def test_menu_item_with_two_targets_is_refused(prepared_site):
    editor = desk(EDITORS)
    address = editor.get(MENUS, follow=True).redirect_chain[-1][0]
    item = {"title": "Пункт", "page": prepared_site.pk, "url": "/reestr/", "id": "", "ORDER": "1", "DELETE": ""}
    data = posted("main_items") | posted("footer_items") | {"main_items-TOTAL_FORMS": "1", "policy_page": ""}
    data |= {f"main_items-0-{name}": value for name, value in item.items()}
    assert "Укажите либо страницу сайта, либо адрес." in editor.post(address, data).content.decode()
    assert not Menus.objects.filter(main_items__title="Пункт").exists()


def test_staff_without_the_right_are_kept_out():
    for address in (ORGANIZATION, MENUS):
        assert desk(APPROVERS).get(address, follow=True).redirect_chain[-1][0] == "/admin/"
