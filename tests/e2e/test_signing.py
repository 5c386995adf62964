"""Signing in the browser: the plug-in's stub signs by OpenSSL, the server's own engine gives the verdict."""

import re

import pytest
from playwright.sync_api import expect

from lk_addon.correspondence.models import Draft, Letter
from lk_addon.files.models import StoredFile
from tests.e2e.conftest import CHROMIUM, CHROMIUM_ARGS
from tests.e2e.plugin import StubPlugin, described, make_extension
from tests.e2e.test_cabinet import enter
from tests.factories.pki import HEAD, Pki
from tests.factories.signatures import NAME, trust
from tests.factories.uploads import PDF
from tests.scenarios import people

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.needs_addon,
    pytest.mark.req("REQ-3.2.1"),
]
MEBIBYTE = 1024 * 1024
SLOW = 30_000  # milliseconds: megabytes go through the stub in base64
LARGE = PDF + b"\n%" + b"." * (7 * MEBIBYTE)


@pytest.fixture(scope="session")
def pki(tmp_path_factory):
    return Pki(tmp_path_factory.mktemp("signing") / "made", "gost")


@pytest.fixture
def scene(live_site, page, lk_url, settings):
    settings.SECOND_FACTOR_REQUIRED_FOR_MEMBERS = False
    scene = people()
    enter(page, lk_url, scene.member, settings)
    return scene


@pytest.fixture
def head(scene, pki):
    """The head's certificate with the numbers of the member of this scene; its authority is trusted."""
    trust(pki)
    return pki.issuer.issue(HEAD | {"innle": scene.north.inn, "OGRN": scene.north.ogrn})


def with_document(page, lk_url, tmp_path, content=PDF):
    paper = tmp_path / "Заявление.pdf"
    paper.write_bytes(content)
    page.goto(f"{lk_url}/documents/new/signed_other/")
    page.get_by_label("Тема").fill("О смене адреса")
    page.get_by_label(re.compile("^Документы")).set_input_files(paper)
    expect(page.locator("[data-document]")).to_contain_text("Подписи ещё нет")
    return page.locator("dialog[data-signing]")


def test_a_large_file_is_signed_by_the_keyboard_and_the_verdict_is_valid(
    scene, head, pki, page, lk_url, *, tmp_path, axe
):
    expired = pki.issuer.issue(HEAD, days=(-365, -1))
    foreign = pki.issuer.issue(HEAD | {"innle": "0099000021", "O": "ООО «Ёлочный монтаж»"})
    stub = StubPlugin(pki, [expired, foreign, head])
    stub.put_into(page)
    dialog = with_document(page, lk_url, tmp_path, LARGE)
    page.get_by_role("button", name="Подписать файл «Заявление.pdf»").press("Enter")
    choices = dialog.get_by_role("radio")
    expect(choices).to_have_count(3)
    expect(choices.nth(2)).to_be_disabled()
    expect(dialog.locator(".sign-certificate").nth(2)).to_contain_text("срок действия истёк")
    warned = dialog.locator(".sign-certificate", has_text="Ёлочный монтаж")
    expect(warned).to_contain_text("такую подпись не примут")
    axe(page)
    own = dialog.locator(".sign-certificate", has_text=scene.north.inn).first
    expect(own).to_contain_text(NAME)
    own.get_by_role("radio").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden(timeout=SLOW)
    expect(page.locator("[data-document]")).to_contain_text("Подпись верна", timeout=SLOW)
    expect(page.get_by_label("Кто подписал")).to_have_value(re.compile("."))
    assert [len(piece) for piece in stub.pieces] == [3 * MEBIBYTE, 3 * MEBIBYTE, len(LARGE) - 6 * MEBIBYTE]
    page.get_by_role("button", name="Отправить в СРО").click()
    expect(page).to_have_url(re.compile("/receipt/$"))
    assert Letter.objects.get().attachments.get().signatures.count() == 1


def test_what_was_uploaded_before_is_signed_as_it_is_stored(scene, head, pki, page, lk_url, *, tmp_path):
    StubPlugin(pki, [head]).put_into(page)
    dialog = with_document(page, lk_url, tmp_path)
    expect(page).to_have_url(re.compile("/drafts/"))
    StoredFile.objects.update(scan=StoredFile.Scan.WAITING)
    page.reload()
    page.get_by_role("button", name="Подписать файл").click()
    dialog.get_by_role("button", name="Подписать", exact=True).click()
    expect(dialog).to_contain_text("проверяет антивирус")
    StoredFile.objects.update(scan=StoredFile.Scan.CLEAN)
    dialog.get_by_role("button", name="Повторить").click()
    dialog.get_by_role("button", name="Подписать", exact=True).click()
    expect(page.locator("[data-document]")).to_contain_text("Подпись верна")


@pytest.mark.parametrize(
    ("lacks", "words"),
    [
        ({"extension": False}, "Не найдено расширение браузера"),
        ({"plugin": False}, "plug-in» не отвечает"),
        ({"version": "2.0.12438"}, "plug-in» устарела"),
        ({"csp": ""}, "Не найдена программа «КриптоПро CSP»"),
        ({"csp": "3.9.8423"}, "не знает ГОСТ Р 34.10-2012"),
        ({"certificates": []}, "Сертификатов для подписи на этом компьютере нет"),
    ],
)
def test_what_is_missing_is_named_with_what_to_do(scene, head, pki, page, lk_url, *, lacks, words, tmp_path, axe):
    StubPlugin(pki, [head], **lacks).put_into(page)
    dialog = with_document(page, lk_url, tmp_path)
    page.get_by_role("button", name="Подписать файл").click()
    expect(dialog).to_contain_text(words)
    expect(dialog.get_by_role("link", name="Проверка электронной подписи")).to_be_visible()
    axe(page, look_only=True)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert Draft.objects.get().files.count() == 1


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("0x8010006E", "Вы отменили подписание"),
        ("0x80100069", "носитель вынут"),
        ("0x8010006B", "Неверный ПИН-код"),
        ("0x8010006C", "Носитель заблокирован"),
        ("0x8007065B", "Срок лицензии"),
        ("0x800B010A", "не установлены сертификаты удостоверяющего центра"),
        ("0x80004005", "0x80004005"),
    ],
)
def test_what_the_plugin_refuses_is_said_in_russian(scene, head, pki, page, lk_url, *, fault, words, tmp_path):
    StubPlugin(pki, [head], fault=fault).put_into(page)
    dialog = with_document(page, lk_url, tmp_path)
    page.get_by_role("button", name="Подписать файл").click()
    dialog.get_by_role("button", name="Подписать", exact=True).click()
    expect(dialog).to_contain_text(words)
    assert Draft.objects.get().files.count() == 1


def test_several_files_are_signed_by_one_choice(scene, head, pki, page, lk_url, *, tmp_path):
    StubPlugin(pki, [head]).put_into(page)
    with_document(page, lk_url, tmp_path)
    second = tmp_path / "Приложение.pdf"
    second.write_bytes(PDF + b"\n%second")
    page.get_by_label(re.compile("^Документы")).set_input_files(second)
    page.get_by_role("button", name="Подписать все файлы без подписи (2)").click()
    page.locator("dialog[data-signing]").get_by_role("button", name="Подписать", exact=True).click()
    expect(page.locator("[data-signed]", has_text="Подпись верна")).to_have_count(2)


def test_the_page_of_self_testing_ends_in_a_trial_that_the_server_verifies(scene, head, pki, page, lk_url, *, axe):
    StubPlugin(pki, [head]).put_into(page)
    page.goto(f"{lk_url}/help/")
    page.get_by_role("link", name="Проверка электронной подписи").click()
    expect(page.locator("[data-step=certificates]")).to_contain_text("можно выбрать: 1")
    axe(page)
    page.get_by_role("button", name="Подписать пробные слова").click()
    trial = page.locator("[data-step=trial]")
    expect(trial.locator("[data-state]")).to_have_text("Подпись верна")
    trial.locator("summary").click()
    expect(trial).to_contain_text("Сертификат выдан на этого члена СРО")
    expect(trial).not_to_contain_text("В письме не названо")
    axe(page)


@pytest.mark.parametrize(
    ("lacks", "step"),
    [({"extension": False}, "extension"), ({"plugin": False}, "plugin"), ({"csp": ""}, "csp")],
)
def test_self_testing_stops_at_what_is_missing(scene, head, pki, page, lk_url, *, lacks, step):
    StubPlugin(pki, [head], **lacks).put_into(page)
    page.goto(f"{lk_url}/signature-check/")
    expect(page.locator(f"[data-step={step}] [data-state]")).to_have_text("не в порядке")
    expect(page.locator(f"[data-step={step}] [data-help]")).to_be_visible()
    expect(page.get_by_role("button", name="Подписать пробные слова")).to_be_disabled()


def test_a_certificate_without_its_token_cannot_be_chosen(scene, head, pki, page, lk_url, *, tmp_path):
    StubPlugin(pki, [], certificates=[described(head, hasKey=False)]).put_into(page)
    dialog = with_document(page, lk_url, tmp_path)
    page.get_by_role("button", name="Подписать файл").click()
    expect(dialog).to_contain_text("вставьте носитель")
    expect(dialog.get_by_role("button", name="Подписать", exact=True)).to_be_disabled()


def test_the_script_of_an_extension_is_let_past_the_policy_of_the_page(scene, browser, lk_url, settings, *, tmp_path):
    extension = make_extension(tmp_path / "extension")
    loaded = [f"--disable-extensions-except={extension}", f"--load-extension={extension}", "--headless=new"]
    context = browser.browser_type.launch_persistent_context(
        tmp_path / "profile",
        executable_path=CHROMIUM,
        headless=False,  # Playwright's own headless mode has no extensions
        args=[*CHROMIUM_ARGS, *loaded],
    )
    said = []
    context.on("console", lambda message: said.append(message.text))
    page = context.new_page()
    enter(page, lk_url, scene.member, settings)
    page.goto(f"{lk_url}/signature-check/")
    expect(page.locator("[data-step=extension] [data-state]")).to_have_text("найдено", timeout=SLOW)
    expect(page.locator("[data-step=plugin] [data-problem]")).to_contain_text("не отвечает", timeout=SLOW)
    context.close()
    assert not [text for text in said if "Content Security Policy" in text]
