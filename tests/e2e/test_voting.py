"""A member votes in a browser; what is asked follows the way of voting that is chosen (REQ-3.2.2.N8)."""

import re

import pytest
from playwright.sync_api import expect

from lk_addon.meetings.models import Ballot
from tests.e2e.browsing import follow
from tests.e2e.test_cabinet import enter
from tests.factories import meetings as make
from tests.scenarios import people

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.needs_addon,
    pytest.mark.req("REQ-3.2.2.N8", "REQ-3.1.V11"),
]


def test_from_the_first_page_to_the_hash_on_the_meetings_page(live_site, page, lk_url, settings, axe):
    settings.SECOND_FACTOR_REQUIRED_FOR_MEMBERS = False
    scene = people()
    row = make.open_voting(video_url="https://video.example.com/1")
    enter(page, lk_url, scene.member, settings)
    page.goto(f"{lk_url}/")
    follow(page.get_by_role("link", name=f"Проголосуйте: {row.title}"))
    axe(page)
    follow(page.get_by_role("link", name="Проголосовать"))

    uploader = page.get_by_label(re.compile("^Приложить файлы"))
    expect(uploader).to_be_hidden()
    page.get_by_label("приложить скан бумажного бюллетеня").check()
    expect(page.get_by_role("group", name="1. О смете")).to_be_hidden()
    expect(uploader).to_be_attached()
    page.get_by_label("заполнить здесь").check()
    page.get_by_role("group", name="1. О смете").get_by_label("ЗА", exact=True).check()
    page.get_by_label(re.compile("Я проверил")).check()
    axe(page)
    page.get_by_role("button", name="Отправить в СРО").click()
    expect(page.get_by_role("alert").first).to_contain_text("Всё введённое сохранено")
    assert not Ballot.objects.exists()

    page.get_by_role("group", name="2. Об уставе").get_by_label("ПРОТИВ").check()
    page.get_by_role("button", name="Отправить в СРО").click()
    expect(page).to_have_url(re.compile("/receipt/$"))
    digest = Ballot.objects.get().letter.digest
    expect(page.locator("main")).to_contain_text(digest)
    page.goto(f"{lk_url}/meetings/{row.pk}/")
    expect(page.locator("main")).to_contain_text("Бюллетень организации принят")
    expect(page.locator("main")).to_contain_text(digest)
