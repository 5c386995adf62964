"""Notices of outages in a browser: the banner, its dismissal, the pages, the closed site."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from playwright.sync_api import expect

from cms.core import pagecache
from cms.users.groups import EDITORS
from home.outages.domain import add_update, announce
from home.outages.models import OutageTemplate
from home.outages.queries import forget_current
from tests.factories.sessions import signed_in_client
from tests.scenarios import people

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("REQ-6.2")]

BANNER = ".outage-banner"
DISMISS = "Скрыть объявление «Замена сервера»"


def publish(**fields):
    now = timezone.now()
    facts = {
        "title": "Замена сервера",
        "text": "<p>Меняем сервер.</p>",
        "kind": "planned",
        "effect": "degraded",
        "services": ["site"],
        "starts_at": now + timedelta(hours=30),
        "ends_at": now + timedelta(hours=32),
    }
    return announce(actor=None, **facts | fields)


def begin(notice):
    """Let the outage begin as the clock does: nothing is published, only the phase is another."""
    type(notice).objects.filter(pk=notice.pk).update(starts_at=timezone.now() - timedelta(minutes=1))
    forget_current()
    pagecache.clear()


def test_dismissal_lasts_for_the_phase(page, site_url):
    notice = publish()
    page.goto(site_url)
    expect(page.locator(BANNER)).to_contain_text("Предстоит:")
    page.get_by_role("button", name=DISMISS).press("Enter")
    expect(page.locator(BANNER)).to_be_hidden()
    add_update(notice, actor=None, text="Готовим новый сервер.")
    page.goto(f"{site_url}/preryvy/{notice.slug}/")
    expect(page.get_by_text("Готовим новый сервер.")).to_be_visible()
    page.goto(f"{site_url}/preryvy/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(BANNER)).to_be_hidden()
    begin(notice)
    page.goto(site_url)
    expect(page.locator(BANNER)).to_contain_text("Идёт сейчас:")


def test_dismissing_one_notice_leaves_the_other(page, site_url):
    publish()
    publish(title="Переезд")
    page.goto(site_url)
    page.get_by_role("button", name=DISMISS).click()
    expect(page.locator(BANNER)).not_to_contain_text("Замена сервера", use_inner_text=True)
    expect(page.locator(BANNER)).to_contain_text("Переезд", use_inner_text=True)
    expect(page.get_by_role("button", name="Скрыть объявление «Переезд»")).to_be_focused()


def test_dismissal_inside_the_cabinet(page, lk_url, settings):
    settings.SECOND_FACTOR_REQUIRED_FOR_MEMBERS = False
    member = people().member
    notice = publish()
    session = signed_in_client(member, host=settings.LK_HOST).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": lk_url}])
    page.goto(f"{lk_url}/")
    page.get_by_role("button", name=DISMISS).click()
    expect(page.locator(BANNER)).to_be_hidden()
    page.goto(f"{lk_url}/organization/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(BANNER)).to_be_hidden()
    begin(notice)
    page.goto(f"{lk_url}/")
    expect(page.locator(BANNER)).to_contain_text("Идёт сейчас:")


def test_without_javascript_the_banner_stays_and_has_no_dead_button(new_page, site_url):
    publish()
    page = new_page(java_script_enabled=False)
    page.goto(site_url)
    expect(page.locator(BANNER)).to_be_visible()
    expect(page.get_by_role("button", name=DISMISS)).to_have_count(0)


def test_editor_announces_with_a_template_and_one_save(new_page, site_url, settings, django_user_model):
    editor = django_user_model.objects.create_user("editor@np-ss.example", is_staff=True)
    editor.groups.add(Group.objects.get(name=EDITORS))
    session = signed_in_client(editor).cookies[settings.SESSION_COOKIE_NAME].value
    desk = new_page()
    desk.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site_url}])
    template = OutageTemplate.objects.get(name="Сбой")
    desk.goto(f"{site_url}/admin/outages/announce/?template={template.pk}")
    desk.get_by_label("Заголовок").fill("Не открывается поиск")
    desk.get_by_label("Сайт np-ss.org").check()
    desk.get_by_role("button", name="Опубликовать объявление").click()
    desk.wait_for_url("**/admin/outages/notices/")
    reader = new_page()
    for address in ("/", "/novosti/", "/preryvy/"):
        reader.goto(site_url + address)
        expect(reader.locator("main").get_by_text("Не открывается поиск").first).to_be_visible()
        expect(reader.locator(BANNER)).to_contain_text("Идёт сейчас:")
