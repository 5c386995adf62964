"""What stands around every page: settings, menus, icons."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page, PageViewRestriction

from cms.core.frame import frame
from cms.core.links import ICONS
from cms.core.models import FooterItem, MainMenuItem, Menus, Organization, SocialLink
from cms.core.templatetags.frame_tags import icon
from home.pages.models import PlainPage
from tests.factories.pages import plain_page


def set_menu(*items):
    menus = Menus.load()
    menus.main_items = [MainMenuItem(**item) for item in items]
    menus.save()


def test_contacts_and_requisites_of_the_settings_stand_on_every_page(prepared_site, site_client):
    Organization.objects.create(phone="+7 (000) 000-00-09", registry_number="СРО-С-000", inn="0099000014")
    page = site_client.get("/").content.decode()
    assert 'href="tel:+70000000009"' in page
    assert "СРО-С-000" in page
    assert "ИНН 0099000014" in page


def test_a_changed_setting_is_seen_at_once(prepared_site, site_client, django_capture_on_commit_callbacks):
    organization = Organization.objects.create(phone="+7 (000) 000-00-09")
    site_client.get("/")
    with django_capture_on_commit_callbacks(execute=True):
        organization.phone = "+7 (000) 000-00-10"
        organization.save()
    assert "000-00-10" in site_client.get("/").content.decode()


def test_frame_takes_no_query_until_something_changes(prepared_site, django_assert_num_queries):
    set_menu({"title": "Главная", "page": prepared_site})
    frame()
    with django_assert_num_queries(0):
        frame()


@pytest.mark.parametrize("number", [1, 6])
def test_frame_reads_as_many_queries_for_one_item_as_for_many(prepared_site, django_assert_num_queries, number):
    set_menu(*({"title": f"Пункт {i}", "page": plain_page(prepared_site, f"p{i}")} for i in range(number)))
    Organization.objects.create(phone="+7 (000) 000-00-09")
    with django_assert_num_queries(2):  # the first is asked by whatever shows pages: the site, what is private
        assert len(frame().main_menu) == number


def test_menu_marks_the_section_that_is_read(prepared_site, site_client):
    about = plain_page(prepared_site, "o-sro")
    plain_page(about, "organy")
    set_menu({"title": "О союзе", "page": about}, {"title": "Реестр", "url": "/reestr/"})
    assert '<a href="/o-sro/" aria-current="page">О союзе</a>' in site_client.get("/o-sro/").content.decode()
    below = site_client.get("/o-sro/organy/").content.decode()
    assert '<a href="/o-sro/" aria-current="true">О союзе</a>' in below
    assert '<a href="/reestr/">Реестр</a>' in below


def test_menu_hides_a_page_that_visitors_may_not_open(prepared_site):
    hidden = plain_page(prepared_site, "hidden")
    hidden.unpublish()
    set_menu({"title": "Черновик", "page": hidden}, {"title": "Видна", "page": prepared_site})
    assert [link.title for link in frame().main_menu] == ["Видна"]


def test_frame_keeps_the_order_of_editors(prepared_site):
    pages = [plain_page(prepared_site, f"p{i}") for i in range(12)]
    menus = Menus.load()
    menus.main_items = [MainMenuItem(title=f"Пункт {i}", page=page, sort_order=11 - i) for i, page in enumerate(pages)]
    menus.footer_items = [FooterItem(title="Внешняя", url="https://example.com/"), FooterItem(title="Путь", url="/x/")]
    menus.policy_page = pages[3]
    menus.save()
    organization = Organization(short_name="Союз")
    organization.social_links = [SocialLink(name=name, url="https://example.com/s") for name in ("Вторая", "Первая")]
    organization.save()

    shown = frame()

    assert [link.href for link in shown.main_menu] == [f"/p{11 - i}/" for i in range(12)]
    assert [(link.title, link.href) for link in shown.footer_menu] == [
        ("Внешняя", "https://example.com/"),
        ("Путь", "/x/"),
    ]
    assert [link.title for link in shown.social_links] == ["Вторая", "Первая"]
    assert shown.policy_href == "/p3/"
    assert shown.organization == organization
    assert shown.organization.short_name == "Союз"


def test_private_policy_and_items_are_left_out(prepared_site):
    private = plain_page(prepared_site, "private")
    below = plain_page(private, "below")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    set_menu({"title": "Ниже", "page": below}, {"title": "Видна", "page": prepared_site})
    Menus.objects.update(policy_page=below)
    assert [link.title for link in frame().main_menu] == ["Видна"]
    assert frame().policy_href == ""


def test_empty_menu_shows_sections_marked_for_menus(prepared_site):
    Page.objects.child_of(prepared_site).update(show_in_menus=False)
    plain_page(prepared_site, "section", title="Раздел", show_in_menus=True)
    plain_page(prepared_site, "other", title="Другое")
    assert [link.title for link in frame().main_menu] == ["Раздел"]


@pytest.mark.parametrize(
    "target",
    [{}, {"page": True, "url": "/x/"}, {"url": "javascript:alert(1)"}, {"url": "//evil.example.com"}, {"url": "x"}],
)
def test_menu_item_needs_exactly_one_safe_target(prepared_site, target):
    page = prepared_site if target.get("page") else None
    with pytest.raises(ValidationError):
        MainMenuItem(title="Пункт", page=page, url=target.get("url", "")).full_clean(exclude=["menus"])


@pytest.mark.parametrize("name", [name for name, _label in ICONS])
def test_every_icon_that_editors_choose_can_be_drawn(name):
    assert icon(name).startswith('<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"')


@pytest.mark.parametrize("name", ["../../package", "a/b", ""])
def test_icon_reads_no_other_file(name):
    with pytest.raises(ValueError, match="icon"):
        icon(name)


def test_plain_page_lives_under_the_home_page_only():
    assert {model.__name__ for model in PlainPage.allowed_parent_page_models()} == {"HomePage", "PlainPage"}
