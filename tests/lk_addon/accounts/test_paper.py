"""The application form on the public site: blank, or with what the public register shows."""

from io import BytesIO

import pytest
from pdfminer.high_level import extract_text
from pdfminer.pdfpage import PDFPage

from lk_addon.accounts import paper
from lk_addon.accounts.views.paper import FORMS_A_MINUTE
from lk_addon.registry.models import Member
from tests.factories.registry import MemberFactory
from tests.scenarios import exclude

pytestmark = [pytest.mark.django_db, pytest.mark.req("REQ-1.3.a")]

PAGE = "/lichnyy-kabinet/zayavlenie/"


def text_of(answer):
    assert answer["Content-Type"] == "application/pdf"
    return " ".join(extract_text(BytesIO(answer.content)).split())


def query(member, **changes):
    return {"number": member.registration_number, "inn": member.inn} | changes


def test_the_page_about_the_cabinet_leads_to_the_form(scene, site_client):
    html = site_client.get("/lichnyy-kabinet/").content.decode()
    assert 'href="/lichnyy-kabinet/zayavlenie/"' in html
    assert "Куда передать" in site_client.get(PAGE).content.decode()


def test_blank_form_prints_and_names_nobody(scene, site_client):
    text = text_of(site_client.get(f"{PAGE}pdf/"))
    assert "Заявление на доступ в личный кабинет члена СРО" in text
    assert "машиночитаемая доверенность" in text
    assert "Демострой" not in text


def test_number_and_inn_of_an_acting_member_fill_the_form(scene, site_client):
    html = site_client.get(PAGE, query(scene.north)).content.decode()
    assert scene.north.full_name in html
    text = text_of(site_client.get(f"{PAGE}pdf/", query(scene.north, number="901")))
    for said in ("Демострой-Север", scene.north.inn, scene.north.ogrn, "Образцов Олег Олегович"):
        assert said in text


def test_nothing_is_found_by_half_of_the_pair_or_for_who_is_no_member(scene, site_client):
    exclude(scene.montage)
    for asked in (
        query(scene.north, inn=scene.trader.inn),
        query(scene.north, inn=""),
        query(scene.north, number=""),
        query(scene.montage),
        query(scene.former),
    ):
        page = site_client.get(PAGE, asked).content.decode()
        assert "Образцов" not in page
        assert site_client.get(f"{PAGE}pdf/", asked).status_code == 404


def test_forms_are_made_for_one_visitor_only_so_often(scene, site_client, monkeypatch):
    monkeypatch.setattr(paper, "render_pdf", lambda *args: b"%PDF-")
    answers = [site_client.get(f"{PAGE}pdf/", query(scene.north)).status_code for _one in range(FORMS_A_MINUTE + 1)]
    assert answers == [200] * FORMS_A_MINUTE + [429]


def test_the_form_is_one_sheet(scene, site_client):
    answer = site_client.get(f"{PAGE}pdf/", query(scene.north))
    assert len(list(PDFPage.get_pages(BytesIO(answer.content)))) == 1


def test_no_form_tells_what_the_register_does_not():
    trader = MemberFactory(
        member_type=Member.Type.IP,
        inn="009900000120",
        ogrn="325009900000013",
        kpp="",
        address="г. Примерск, ул. Домашняя, д. 5",
        activity_address="г. Примерск, ул. Рабочая, д. 7",
        email="trader@example.com",
    )
    facts = str(paper.public_facts(trader))
    assert "Рабочая" in facts
    assert "Домашняя" not in facts
    assert "trader@example.com" not in facts
