"""Two employees edit one entry: whoever saves second is told what differs, loses nothing and may save all the same."""

import pytest
from django.urls import reverse

from lk_addon.meetings.models import AgendaItem
from lk_addon.registry.models import Member
from tests.factories import meetings
from tests.factories.contracts import contract
from tests.scenarios import back_office_of, staff_of

pytestmark = pytest.mark.django_db


def opened(browser, address):
    """What the form at the address sends as it was opened."""
    form = browser.get(address).context["form"]
    sent = {field.html_name: "" if field.value() is None else field.value() for field in form}
    for formset in form.formsets.values():
        sent |= {field.html_name: field.value() for field in formset.management_form}
        for part in formset.forms:
            sent |= {field.html_name: "" if field.value() is None else field.value() for field in part}
    return {name: value for name, value in sent.items() if value is not False}


def edit_address(row):
    label = row._meta.label_lower.replace(".", "_")
    return reverse(f"{label}_modeladmin_edit", args=[row.pk])


def test_the_second_of_two_is_told_what_differs_and_saves_at_the_second_press(scene):
    browser, address = back_office_of(scene.staff), edit_address(scene.north)
    sent = opened(browser, address) | {"ground": "заявление № 7", "phones": "+7 (000) 000-00-09"}
    Member.objects.filter(pk=scene.north.pk).update(website="https://other.example.com")
    answer = browser.post(address, sent)
    said = answer.content.decode()
    assert "запись изменил кто-то другой" in said
    assert "«Телефоны», «Сайт»" in said
    assert "+7 (000) 000-00-09" in said
    scene.north.refresh_from_db()
    assert (scene.north.phones, scene.north.website) == ("", "https://other.example.com")
    again = sent | {"as_of": answer.context["form"]["as_of"].value(), "website": "https://other.example.com"}
    assert browser.post(address, again).status_code == 302
    scene.north.refresh_from_db()
    assert (scene.north.phones, scene.north.website) == ("+7 (000) 000-00-09", "https://other.example.com")


def test_who_is_alone_saves_at_the_first_press(scene):
    browser, address = back_office_of(scene.staff), edit_address(scene.north)
    sent = opened(browser, address) | {"ground": "заявление № 7", "phones": "+7 (000) 000-00-09"}
    assert browser.post(address, sent).status_code == 302


def test_a_part_that_somebody_added_counts_too(scene):
    row = meetings.drafted()
    browser, address = back_office_of(staff_of("Отдел собраний")), edit_address(row)
    sent = opened(browser, address)
    AgendaItem.objects.create(meeting=row, number=9, text="Разное")
    said = browser.post(address, sent).content.decode()
    assert "запись изменил кто-то другой" in said
    assert "строки её списков" in said


def test_a_contract_is_guarded_as_well(scene):
    row = contract(scene.north, 5_000_000)
    browser, address = back_office_of(staff_of("Отдел контроля")), edit_address(row)
    sent = opened(browser, address) | {"object_name": "Школа на 550 мест"}
    type(row).objects.filter(pk=row.pk).update(customer_name="Другой заказчик")
    assert "запись изменил кто-то другой" in browser.post(address, sent).content.decode()
    row.refresh_from_db()
    assert row.customer_name == "Другой заказчик"
