"""Mailings in the back office: written, looked at, tried, confirmed, stopped — by those who may."""

import pytest
from django.core import mail
from lxml import html as lxml_html
from post_office.mail import send_queued
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from lk_addon.mailings.models import Delivery, Mailing
from tests.scenarios import back_office_of

LIST = "/admin/mailings/mailing/"
pytestmark = pytest.mark.req("REQ-6.5")


def written(**changes):
    body = ContentstateConverter(["bold"]).from_database_format("<p>Привет</p>")
    return {"subject": "Тема", "category": "service", "audience": "all", "body": body, "numbers": ""} | changes


def test_mailing_is_written_and_goes_to_the_listed_members(scene):
    client = back_office_of(scene.staff)
    assert client.post(f"{LIST}create/", written(audience="chosen", numbers="0901, 0951")).status_code == 302
    one = Mailing.objects.get()
    assert set(one.members.all()) == {scene.north, scene.trader}
    html = client.get(f"/admin/mailings/{one.pk}/").content.decode()
    assert "Получателей сейчас" in html
    assert "Привет" in client.get(f"/admin/mailings/{one.pk}/letter/").content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"audience": "chosen", "numbers": "0901 9999"}, "Нет среди действующих членов: 9999"),
        ({"audience": "chosen", "numbers": "0906"}, "Нет среди действующих членов: 0906"),
        ({"audience": "chosen"}, "Укажите хотя бы один номер"),
        ({"audience": "filter"}, "без них это отправка всем"),
    ],
)
def test_audience_that_is_not_clear_is_asked_for_again(scene, changes, said):
    html = back_office_of(scene.staff).post(f"{LIST}create/", written(**changes)).content.decode()
    assert said in html
    assert not Mailing.objects.exists()


def test_test_letter_comes_to_oneself_alone(scene, mailing):
    one = mailing()
    back_office_of(scene.staff).post(f"/admin/mailings/{one.pk}/test/")
    send_queued()
    assert [letter.to for letter in mail.outbox] == [[scene.staff.email]]
    assert not Delivery.objects.exists()


def test_confirmation_names_the_number_and_then_nothing_can_be_changed(scene, mailing):
    one = mailing()
    client = back_office_of(scene.staff)
    page = lxml_html.fromstring(client.get(f"/admin/mailings/{one.pk}/send/").content)
    assert page.xpath("//input[@name='expected']")[0].value == "4"
    assert "Отправить: 4" in page.text_content()
    client.post(f"/admin/mailings/{one.pk}/send/", {"expected": 4})
    assert Delivery.objects.count() == 4
    assert client.get(f"/admin/mailings/{one.pk}/")["Refresh"] == "5"
    client.post(f"{LIST}edit/{one.pk}/", written(subject="Иначе"))
    client.post(f"{LIST}delete/{one.pk}/")
    assert Mailing.objects.get().subject == "Профилактика"
    client.post(f"/admin/mailings/{one.pk}/stop/")
    assert Mailing.objects.get().state == Mailing.State.STOPPED


def test_others_may_not_look_send_or_stop(scene, mailing):
    one = mailing()
    client = back_office_of(scene.editor)
    for path in ("", "letter/", "test/", "send/", "stop/"):
        assert client.get(f"/admin/mailings/{one.pk}/{path}").status_code in {302, 403}, path
        client.post(f"/admin/mailings/{one.pk}/{path}", {"expected": 4})
    assert client.get(LIST).status_code in {302, 403}
    assert Mailing.objects.get().is_draft
    assert not mail.outbox
