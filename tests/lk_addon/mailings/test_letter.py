"""What the letter of a mailing says, and how it is refused without signing in."""

import pytest
from django.core import mail
from lxml import html as lxml_html
from post_office.mail import send_queued

from cms.outbox.domain import drain
from lk_addon.accounts.models import Consent
from lk_addon.mailings.keys import refusal_key
from lk_addon.mailings.models import Category, OptOut
from lk_addon.mailings.queries import wanted_categories
from lk_addon.mailings.richtext import blocks_of
from tests.scenarios import cabinet_of

BODY = (
    '<h2>Семинар</h2><p>Приходите в <b>среду</b> &amp; берите <a href="/novosti/">программу</a></p>'
    '<ul><li>раз</li><li>два</li></ul><p>x<script>alert(1)</script><img src="//evil.example/i.png"/></p>'
)


def delivered():
    drain()
    send_queued()
    return mail.outbox


@pytest.mark.req("REQ-6.5")
def test_letter_has_both_parts_whole_addresses_and_no_person(scene, confirmed, agree):
    agree(scene.member)
    confirmed(category=Category.EVENTS, body=BODY, subject="Семинар «ОДО» & право")
    [letter] = delivered()
    assert letter.to == [scene.member.email]
    assert letter.subject == "Семинар «ОДО» & право"
    page = letter.alternatives[0][0]
    for part in (letter.body, page):
        assert "http://np-ss.localhost/novosti/" in part
        assert "http://lk.np-ss.localhost/letters/refuse/" in part
        for alien in ("<script", "alert(1)", "evil.example", scene.member.last_name, scene.member.email):
            assert alien not in part
    assert "<b>среду</b>" in page
    assert "Приходите в среду & берите программу (http://np-ss.localhost/novosti/)" in letter.body
    assert "— раз\n— два\n" in letter.body
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.req("REQ-6.5")
def test_service_letter_offers_no_refusal(scene, confirmed):
    confirmed()
    letter = delivered()[0]
    assert "refuse" not in letter.body + letter.alternatives[0][0]
    assert "List-Unsubscribe" not in letter.extra_headers


@pytest.mark.parametrize(
    "hostile",
    ['<a href="javascript:alert(1)">x</a>', '<a href="data:text/html,x">x</a>', '<p onclick="x()">x</p>'],
)
def test_only_known_markup_and_addresses_survive(hostile):
    [block] = blocks_of(f"<p>{hostile}</p>")
    assert [(run.text, run.href) for run in block.runs] == [("x", "")]


@pytest.mark.req("REQ-6.5")
def test_link_asks_first_and_refuses_on_the_press_of_a_button(scene, agree, lk_client):
    agree(scene.member)
    address = f"/letters/refuse/{refusal_key(scene.member, Category.NEWS)}/"
    assert "Отказаться" in lk_client.get(address).content.decode()
    assert not OptOut.objects.exists()
    for _time in range(2):
        assert "Больше не пришлём" in lk_client.post(address, {"List-Unsubscribe": "One-Click"}).content.decode()
    assert wanted_categories(scene.member) == {Category.EVENTS, Category.LAW}
    assert OptOut.objects.count() == 1


@pytest.mark.parametrize(
    "key",
    [
        "x",
        "W10:x:y",
        lambda scene: refusal_key(scene.member, "service"),
        lambda scene: refusal_key(scene.member, "moon"),
    ],
)
def test_forged_key_refuses_nothing(scene, lk_client, key):
    key = key(scene) if callable(key) else key
    assert lk_client.post(f"/letters/refuse/{key}/").status_code == 404
    assert not OptOut.objects.exists()


@pytest.mark.req("REQ-4.8")
def test_choice_in_the_cabinet_gives_and_withdraws_the_consent(scene):
    client = cabinet_of(scene.member)
    assert wanted_categories(scene.member) == set()
    client.post("/letters/", {"categories": ["news", "law"]})
    assert wanted_categories(scene.member) == {"news", "law"}
    assert Consent.objects.get(user=scene.member, kind="information").ip_address == "127.0.0.1"
    page = lxml_html.fromstring(client.get("/letters/").content)
    assert [box.get("value") for box in page.xpath("//input[@type='checkbox'][@checked]")] == ["news", "law"]
    client.post("/letters/", {})
    assert wanted_categories(scene.member) == set()
    assert Consent.objects.get(user=scene.member, kind="information").withdrawn_at
    assert wanted_categories(scene.colleague) == set()


def test_nobody_chooses_to_get_no_service_letters(scene):
    answer = cabinet_of(scene.member).post("/letters/", {"categories": ["service"]})
    assert answer.status_code == 200
    assert not Consent.objects.filter(user=scene.member, kind="information").exists()


def test_demo_leaves_a_draft_once(scene):
    from lk_addon.mailings.demo import load_mailing
    from lk_addon.mailings.models import Mailing

    for _time in range(2):
        load_mailing()
    assert Mailing.objects.get().is_draft
