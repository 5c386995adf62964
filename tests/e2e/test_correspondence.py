"""The way of a submission in a real browser: typed, kept, given a file, sent by a double click once (REQ-3.2)."""

import re

import pytest
from playwright.sync_api import expect

from lk_addon.correspondence.models import Draft, Letter
from tests.e2e.test_cabinet import enter
from tests.factories.correspondence import kind_of
from tests.factories.uploads import PDF
from tests.scenarios import people

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.needs_addon,
    pytest.mark.req("REQ-3.2", "REQ-3.1.R8"),
]


@pytest.fixture
def scene(live_site, page, lk_url, settings):
    """Named people; the browser is that of a representative of ООО «Демострой-Север»."""
    settings.SECOND_FACTOR_REQUIRED_FOR_MEMBERS = False
    scene = people()
    enter(page, lk_url, scene.member, settings)
    return scene


def test_from_the_choice_of_a_kind_to_the_receipt(scene, page, lk_url, tmp_path, axe):
    paper = tmp_path / "Заявка.pdf"
    paper.write_bytes(PDF)
    page.goto(f"{lk_url}/requests/")
    axe(page)
    page.get_by_role("link", name=kind_of().title).click()
    page.get_by_label("Тема").fill("О порядке уплаты взносов")
    page.get_by_label("Тема").press("Enter")
    expect(page.locator("[data-saved]")).to_contain_text("Сохранено в")
    with page.expect_response(re.compile("/correspondence/drafts/")):
        page.get_by_label("Текст").fill("Просим разъяснить порядок.")
    begun = Draft.objects.get()
    expect(page).to_have_url(f"{lk_url}/correspondence/drafts/{begun.pk}/")
    page.get_by_label("Приложить файлы").set_input_files(paper)
    expect(page.locator("[data-document]")).to_contain_text("Заявка.pdf")
    expect(page.locator(".uploader-row")).to_have_count(0)
    axe(page)
    page.reload()
    expect(page.get_by_label("Текст")).to_have_value("Просим разъяснить порядок.")
    expect(page.locator("[data-document]")).to_contain_text("Заявка.pdf")
    page.get_by_role("button", name="Отправить в СРО").dblclick()
    expect(page).to_have_url(re.compile("/receipt/$"))
    letter = Letter.objects.get()
    expect(page.get_by_role("heading", level=1)).to_contain_text(letter.number)
    expect(page.locator("main")).to_contain_text(letter.attachments.get().file.sha256)
    axe(page)
    page.go_back()
    expect(page).to_have_url(re.compile("/receipt/$"))
    assert Letter.objects.count() == 1
    page.get_by_role("link", name="К переписке").click()
    expect(page.locator(".corr-letter")).to_contain_text("Просим разъяснить порядок.")
    axe(page)


def test_a_second_tab_is_told_of_the_conflict_and_loses_nothing(scene, page, lk_url):
    page.goto(f"{lk_url}/requests/new/general/")
    page.get_by_label("Тема").fill("О взносах")
    expect(page.locator("[data-saved]")).to_contain_text("Сохранено в")
    second = page.context.new_page()
    second.goto(page.url)
    second.get_by_label("Текст").fill("Из второй вкладки")
    expect(second.locator("[data-saved]")).to_contain_text("Сохранено в")
    page.get_by_label("Текст").fill("Из первой вкладки")
    expect(page.locator("[data-conflict]")).to_be_visible()
    page.get_by_label("Тема").press("Enter")
    expect(page.get_by_label("Текст")).to_have_value("Из первой вкладки")
    assert Draft.objects.get().fields["text"] == ["Из второй вкладки"]
    page.get_by_role("button", name="Сохранить мой вариант").click()
    expect(page.locator("[data-conflict]")).to_be_hidden()
    assert Draft.objects.get().fields["text"] == ["Из первой вкладки"]
