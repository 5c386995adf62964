"""An application with a signature goes from the member's browser through the staff's into the register."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from lk_addon.correspondence.models import Letter
from lk_addon.registry.models import Member
from tests.e2e.test_cabinet import enter
from tests.factories.pki import HEAD, Pki
from tests.factories.signatures import trust
from tests.factories.uploads import PDF
from tests.scenarios import back_office_of, people

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.needs_addon,
    pytest.mark.req("REQ-3.2.1", "REQ-3.2.1.S1", "REQ-L.4"),
]


@pytest.fixture
def scene(live_site, page, lk_url, settings):
    """Named people; the browser is that of a representative of ООО «Демострой-Север»."""
    settings.SECOND_FACTOR_REQUIRED_FOR_MEMBERS = False
    scene = people()
    enter(page, lk_url, scene.member, settings)
    return scene


@pytest.fixture
def papers(scene, tmp_path):
    """The application in PDF and the head's signature of it, by an authority that is trusted."""
    pki = Pki(tmp_path / "pki", "gost")
    trust(pki)
    head = pki.issuer.issue(HEAD | {"innle": scene.north.inn, "OGRN": scene.north.ogrn})
    paper, signature = tmp_path / "Заявление.pdf", tmp_path / "Заявление.pdf.sig"
    paper.write_bytes(PDF)
    signature.write_bytes(pki.sign(PDF, head))
    return paper, signature


@pytest.fixture
def desk(scene, new_page, site_url):
    """The page of an employee of the register's department."""
    page = new_page()
    cookies = back_office_of(scene.staff).cookies
    page.context.add_cookies([{"name": name, "value": one.value, "url": site_url} for name, one in cookies.items()])
    return page


def test_a_signed_application_changes_the_register(scene, page, desk, papers, *, lk_url, site_url, axe):
    paper, signature = papers
    page.goto(f"{lk_url}/documents/new/registry_change/")
    page.get_by_label("Дата события").fill(timezone.localdate().isoformat())
    expect(page.locator("#member-term")).to_contain_text("Сообщить нужно до")
    page.get_by_label("Чем подтверждается").fill("лист записи ЕГРЮЛ")
    page.get_by_label("Телефоны").fill("+7 (000) 000-00-09")
    page.get_by_label("Сайт").fill("https://new.example.com")
    page.get_by_label(re.compile("^Документы")).set_input_files(paper)
    expect(page.locator("[data-document]")).to_contain_text("Подписи ещё нет")
    axe(page)
    page.get_by_label("Файл подписи").set_input_files(signature)
    expect(page.locator("[data-document]")).to_contain_text("Подпись верна")
    page.get_by_role("button", name="Отправить в СРО").click()
    expect(page).to_have_url(re.compile("/receipt/$"))
    letter = Letter.objects.get()

    desk.goto(site_url + reverse("correspondence_thread", args=[letter.thread_id]))
    desk.get_by_role("link", name="Внести в реестр").click()
    desk.get_by_label("Сайт:").uncheck()
    desk.get_by_label("Текст").fill("Телефон внесён, сайт проверяем.")
    desk.get_by_role("button", name="Внести в реестр").click()
    expect(desk.locator("main")).to_contain_text("Сделано по решению")
    member = Member.objects.get(pk=scene.north.pk)
    assert (member.phones, member.website) == ("+7 (000) 000-00-09", "")
    assert letter.number in member.changes.get().ground

    page.goto(f"{lk_url}/correspondence/{letter.thread_id}/")
    expect(page.locator("main")).to_contain_text("Телефон внесён, сайт проверяем.")
    page.goto(f"{lk_url}/organization/")
    expect(page.locator("main")).to_contain_text("+7 (000) 000-00-09")
