"""The whole way of a representative in a real browser: from paper at the staff's desk to exclusion in mid-session."""

import re
from datetime import date
from urllib.parse import urljoin

import pytest
from django.core import mail as outgoing
from django.urls import reverse
from playwright.sync_api import expect
from post_office.mail import send_queued

from lk_addon.accounts.models import AccessApplication, Mandate
from lk_addon.cabinet import menu
from lk_addon.cabinet.models import Feedback
from tests.e2e.browsing import follow
from tests.factories import contracts
from tests.factories.accounts import MandateFactory
from tests.factories.regulations import edition, regulation
from tests.factories.supervision import pdf
from tests.scenarios import back_office_of, exclude, people
from tests.users.conftest import Phone

pytestmark = pytest.mark.django_db(transaction=True)

EMAIL, CHOSEN = "rukovoditel@example.com", "Лошадь-на-крыше-2026"
PHONE = "+7 (000) 123-45-67"


@pytest.fixture
def scene(live_site):
    scene = people()
    edition(regulation(slug="lichnyy-kabinet", title="Регламент услуги «Личный кабинет»"), days=-10)
    edition(regulation(slug="soglasie-pdn", title="Согласие на обработку персональных данных"), days=-10)
    contracts.contract(scene.north, 5_000_000, date(2025, 6, 1), number="Д-1", object_name="Школа")
    contracts.contract(scene.north, 7_000_000, date(2025, 7, 1), number="Д-2", object_name="Больница")
    scene.policy = contracts.policy(scene.north, policy_no="П-1", scan=pdf("Полис.pdf"))
    scene.clerk = MandateFactory(
        member=scene.north, basis="order", basis_number="1", basis_date=date(2025, 4, 1), permissions=["see", "submit"]
    )
    return scene


@pytest.fixture
def desk(scene, new_page, site_url):
    """The page of an employee of the member department, signed in with both factors."""
    page = new_page()
    cookies = back_office_of(scene.staff).cookies
    page.context.add_cookies([{"name": name, "value": one.value, "url": site_url} for name, one in cookies.items()])
    page.goto(f"{site_url}/admin/")
    return page


@pytest.fixture
def faults(page):
    """What the browser complained of on the member's page."""
    found = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    return found


@pytest.mark.req("REQ-1.1.d", "REQ-1.3.a", "REQ-1.4", "REQ-2.1.d", "REQ-3.1", "REQ-3.3", "REQ-4.2")
def test_from_paper_to_exclusion(scene, desk, page, faults, lk_url):
    register_application(desk)
    check_and_invite(desk)
    activate(page)
    enrol_second_factor(page, lk_url)
    open_every_section(page, lk_url)
    assert faults == []
    look_at_contracts(page, lk_url)
    calendar = calendar_address(page, lk_url)
    see_own_contacts_masked(page, lk_url)
    send_feedback(page)
    suspend_colleague(page, lk_url, scene)
    policy = f"{lk_url}{reverse('contracts:insurance_scan', args=[scene.policy.pk], urlconf='lk_addon.urls')}"
    assert fetched(page, policy) == [200, "application/pdf"]
    assert fetched(page, calendar) == [200, "text/calendar; charset=utf-8"]

    exclude(scene.north, actor=scene.staff)
    page.get_by_role("navigation").get_by_role("link", name="Договоры").first.click()
    expect(page).to_have_url(re.compile(r"/login/\?reason=closed"))
    expect(page.get_by_text("Сеанс завершён. Если войти не получается, обратитесь в СРО.")).to_be_visible()
    expect(page.get_by_text("Демострой")).to_have_count(0)
    assert fetched(page, policy) == [0, None]  # led away, to the door
    assert fetched(page, calendar)[0] == 404


def fetched(page, address):
    """Ask for a file from within the page, as its links do: status and type, 0 where the answer leads away."""
    return page.evaluate(
        "async (url) => { const got = await fetch(url, {redirect: 'manual'});"
        " return [got.status, got.headers.get('content-type')]; }",
        address,
    )


def register_application(desk):
    """Staff type in what stands on the paper."""
    desk.goto(urljoin(desk.url, reverse("accounts_accessapplication_modeladmin_create")))
    for name, value in {
        "number": "Д-77",
        "date": "01.04.2025",
        "member": "0901",
        "applicant_name": "Образцов Олег Олегович",
        "last_name": "Образцов",
        "first_name": "Олег",
        "patronymic": "Олегович",
        "email": EMAIL,
        "phone": PHONE,
        "valid_from": "01.04.2025",
    }.items():
        desk.locator(f"[name={name}]").fill(value)
    desk.locator("[name=number]").click()  # a calendar that a field of a day opened closes
    desk.locator("[name=basis]").select_option("head")
    follow(desk.locator("form button[type=submit], form input[type=submit]").last)
    expect(desk.get_by_text("Д-77").first).to_be_visible()


def check_and_invite(desk):
    """Another look at the paper, then the decision."""
    application = AccessApplication.objects.get(number="Д-77")
    for step in ("access_check", "access_invite"):
        desk.goto(urljoin(desk.url, reverse(step, args=[application.pk])))
        note = desk.locator("[name=note]")
        if note.count():
            note.fill("Проверено по реестру.")
        follow(desk.locator("main button[type=submit]").last)
    expect(desk.get_by_text("приглаш").first).to_be_visible()
    send_queued()


def activate(page):
    """The letter's link, one's own password, two consents."""
    page.goto(re.search(r"https?://\S+/activate/\S+", outgoing.outbox[-1].body)[0])
    page.fill("[name=new_password1]", CHOSEN)
    page.fill("[name=new_password2]", CHOSEN)
    page.check("#id_regulation")
    page.check("#id_personal_data")
    follow(page.get_by_role("button", name="Активировать"))
    follow(page.get_by_role("main").get_by_role("link", name="Войти"))


def enrol_second_factor(page, lk_url):
    """The first sign-in asks for a phone; the next one would ask for its code."""
    page.fill("[name=auth-username]", EMAIL)
    page.fill("[name=auth-password]", CHOSEN)
    follow(page.get_by_role("button", name="Войти"))
    follow(page.get_by_role("button", name="Продолжить"))
    page.get_by_text("Ввести ключ вручную").click()
    phone = Phone.scan_text(page.locator(".door-key").inner_text())
    page.get_by_label("Код из приложения").fill(phone.code())
    follow(page.get_by_role("button", name="Подключить"))
    expect(page.get_by_role("heading", name="Второй фактор подключён")).to_be_visible()
    page.goto(f"{lk_url}/")


def open_every_section(page, lk_url):
    """Each line of the left menu leads to a page with a heading; new sections join by their registration."""
    for item in menu.items():
        page.get_by_role("navigation").get_by_role("link", name=item.label, exact=True).first.click()
        expect(page).to_have_url(lk_url + reverse(item.url_name, urlconf="lk_addon.urls"))
        expect(page.locator("h1")).to_have_count(1)
        expect(page.locator("h1")).not_to_be_empty()


def look_at_contracts(page, lk_url):
    """Filter, card, workbook, paper."""
    page.goto(f"{lk_url}/contracts/")
    page.get_by_label("Номер, заказчик, объект").fill("Больница")
    page.get_by_role("button", name="Показать").click()
    expect(page.get_by_role("cell", name=re.compile("Больница"))).to_be_visible()
    expect(page.get_by_role("cell", name=re.compile("Школа"))).to_have_count(0)
    with page.expect_download() as download:
        page.get_by_role("link", name="Скачать XLSX").first.click()
    assert download.value.suggested_filename.endswith(".xlsx")
    with page.expect_popup() as paper:
        page.get_by_role("link", name="Печать").first.click()
    expect(paper.value.get_by_role("cell", name=re.compile("Больница"))).to_be_visible()
    paper.value.close()
    page.get_by_role("link", name="Д-2").first.click()
    expect(page.locator("h1")).to_contain_text("Д-2")


def calendar_address(page, lk_url):
    """The calendar, and its private address."""
    page.goto(f"{lk_url}/calendar/")
    page.get_by_role("link", name="По месяцам").click()
    expect(page.locator("[aria-current=page]", has_text="По месяцам")).to_be_visible()
    page.get_by_role("button", name="Получить адрес").click()
    expect(page.locator("#fresh-address")).to_have_value(re.compile(r"/calendar/.+/duties\.ics$"))
    return page.locator("#fresh-address").input_value()


def see_own_contacts_masked(page, lk_url):
    page.goto(f"{lk_url}/account/")
    expect(page.locator("h1")).to_contain_text("Мои данные")
    expect(page.locator("main")).not_to_contain_text(EMAIL)
    expect(page.locator("main")).not_to_contain_text("123-45-67")
    expect(page.locator("main")).to_contain_text("•••")


def send_feedback(page):
    page.get_by_role("link", name="Обратная связь").first.click()
    page.locator("textarea").fill("Всё понятно, спасибо.")
    page.get_by_role("button", name="Отправить").click()
    expect(page.get_by_role("heading", name="Спасибо!")).to_be_visible()
    assert Feedback.objects.get().text == "Всё понятно, спасибо."


def suspend_colleague(page, lk_url, scene):
    """Shut a colleague out; the password that this wants was typed a moment ago, at sign-in."""
    page.goto(f"{lk_url}/account/colleagues/")
    page.get_by_role("link", name=f"Изменить {scene.clerk.login_label}").click()
    page.get_by_role("button", name="Приостановить").click()
    expect(page.get_by_text("приостановлен").first).to_be_visible()
    assert Mandate.objects.get(pk=scene.clerk.pk).suspended_at
