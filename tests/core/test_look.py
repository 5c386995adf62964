"""Staff give the site their logo and colour without a release (REQ-6.3)."""

import re

import pytest
from django.conf import settings
from django.core import mail as outgoing
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError
from django.http import Http404
from post_office.mail import send_queued
from wagtail.images import get_image_model

from cms.core import errors
from cms.core.frame import frame
from cms.core.letters import queue_letter
from cms.core.models import Organization
from cms.core.palette import AA, DARK_RAISED, SUNK, WHITE, contrast, palette
from cms.core.templatetags.mail_tags import OUR_OWN
from cms.users.groups import EDITORS
from cms.users.letters import SECOND_FACTOR_RESET
from tests.factories.files import picture_bytes
from tests.factories.staff import desk

GREEN = "#1C6843"
SHEET = "/oformlenie.css"
TOKENS = settings.BASE_DIR / "cms" / "core" / "static" / "core" / "css" / "tokens.css"
pytestmark = [pytest.mark.usefixtures("prepared_site"), pytest.mark.req("REQ-6.3")]


def make_logo(width, height=112):
    file = ContentFile(picture_bytes((width, height)), name="logo.png")
    return get_image_model().objects.create(title="Знак", file=file)


def linked(page):
    return re.findall(r'<link rel="stylesheet"\s+href="(/oformlenie\.css\?v=[0-9a-f]+)"', page)


def saved(**fields):
    """Post the form of the organisation as an editor; the answer."""
    editor = desk(EDITORS)
    address = editor.get("/admin/settings/core/organization/", follow=True).redirect_chain[-1][0]
    lists = {"social_links-TOTAL_FORMS": "0", "social_links-INITIAL_FORMS": "0", "social_links-MAX_NUM_FORMS": "1000"}
    return editor.post(address, fields | lists)


def test_without_a_setting_the_look_is_our_own(site_client):
    page = site_client.get("/").content.decode()
    assert linked(page) == []
    assert 'class="logo-mark"' in page
    assert "logo-image" not in page
    assert site_client.get(SHEET).status_code == 404


def test_a_colour_of_the_editor_is_seen_by_the_next_visitor(site_client, settings, django_capture_on_commit_callbacks):
    settings.PAGE_CACHE_SECONDS = 600
    assert linked(site_client.get("/").content.decode()) == []
    with django_capture_on_commit_callbacks(execute=True):
        assert saved(brand_colour=GREEN).status_code == 302
    (address,) = linked(site_client.get("/").content.decode())
    sheet = site_client.get(address)
    assert sheet["Content-Type"] == "text/css; charset=utf-8"
    assert "--brand: #1c6843;" in sheet.content.decode()
    assert "immutable" in sheet["Cache-Control"]
    assert "no-cache" in site_client.get(f"{SHEET}?v=0")["Cache-Control"]
    with django_capture_on_commit_callbacks(execute=True):
        saved(brand_colour="")
    assert linked(site_client.get("/").content.decode()) == []


def test_the_cabinet_wears_the_same_colour_and_logo(site_client, lk_client, django_assert_num_queries):
    Organization.objects.create(brand_colour=GREEN, logo=make_logo(112), short_name="СРО «Каменщики»")
    door = lk_client.get("/login/").content.decode()
    (address,) = linked(door)
    with django_assert_num_queries(0):
        sheet = lk_client.get(address).content
    assert sheet == site_client.get(address).content
    (picture,) = re.findall(r'class="logo-image"\s+src="([^"]+)"', door)
    assert b"".join(lk_client.get(picture).streaming_content)[8:12] == b"WEBP"


ERRORS = {
    "404 of the cabinet": lambda request: errors.not_found(request, Http404()),
    "403": lambda request: errors.forbidden(request, PermissionDenied()),
    "503 of a PDF": errors.pdf_unavailable,
    "400": lambda request: errors.bad_request(request, SuspiciousOperation()),
    "500": errors.server_error,
}


@pytest.mark.parametrize("page", ERRORS)
def test_errors_of_a_site_that_works_wear_the_colour_and_those_of_one_that_does_not_ask_for_nothing(
    rf, django_assert_num_queries, page
):
    Organization.objects.create(brand_colour=GREEN, logo=make_logo(112), short_name="СРО «Каменщики»")
    request = rf.get("/")
    request.urlconf = "lk_addon.urls"
    frame()
    with django_assert_num_queries(0):
        html = ERRORS[page](request).content.decode()
    worn = page not in ("400", "500")
    assert bool(linked(html)) is worn
    assert ('class="logo-image"' in html) is worn
    assert ("СРО «Каменщики»" in html) is worn


def test_errors_without_a_colour_ask_for_no_sheet_of_it(rf):
    html = errors.forbidden(rf.get("/"), PermissionDenied()).content.decode()
    assert linked(html) == []
    assert 'class="logo-mark"' in html


def letter_in(colour):
    """The HTML part of a letter that is delivered while this is the organisation's colour."""
    Organization.objects.update_or_create(defaults={"brand_colour": colour})
    queue_letter(SECOND_FACTOR_RESET, to="komu@example.com", context={})
    send_queued()
    return outgoing.outbox[-1].alternatives[0].content


def test_a_letter_wears_the_colour_of_the_day_on_which_it_goes(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        own = letter_in("")
    with django_capture_on_commit_callbacks(execute=True):
        html = letter_in(GREEN)
    tones = palette(GREEN)
    assert f".head {{ padding: 20px 32px; background: {tones.band};" in html
    assert f'bgcolor="{tones.band}"' in html
    assert f"a {{ color: {tones.brand}; }}" in html
    assert {tones.brand, tones.band, tones.dark_link}.isdisjoint(re.findall("#[0-9a-f]{6}", own))
    assert set(OUR_OWN.values()).isdisjoint(re.findall("#[0-9a-f]{6}", html))
    assert min(contrast(tones.brand, WHITE), contrast(tones.band, WHITE), contrast(tones.dark_link, DARK_RAISED)) >= AA


def test_the_own_tones_of_a_letter_are_those_of_the_site():
    light, dark = TOKENS.read_text().split("@media (prefers-color-scheme: dark)")[:2]
    assert f"--brand: {OUR_OWN['brand']};" in light
    assert f"--band: {OUR_OWN['band']};" in light
    assert f"--link: {OUR_OWN['dark_link']};" in dark


@pytest.mark.parametrize(
    ("width", "alternative", "written"),
    [(112, "", True), (500, "СРО «Каменщики»", False)],
    ids=["mark", "name in letters"],
)
def test_the_name_is_beside_the_logo_or_in_it(site_client, width, alternative, written):
    Organization.objects.create(logo=make_logo(width), short_name="СРО «Каменщики»")
    header = re.search("<header.*?</header>", site_client.get("/").content.decode(), re.DOTALL)[0]
    assert re.search(r'class="logo-image".*?height="56"\s+alt="([^"]*)"', header, re.DOTALL)[1] == alternative
    assert ("logo-text" in header) is written
    assert "logo-mark" not in header


def test_a_lost_file_or_a_deleted_image_brings_the_drawn_mark_back(site_client, django_capture_on_commit_callbacks):
    logo = make_logo(112)
    Organization.objects.create(logo=logo)
    logo.file.storage.delete(logo.file.name)
    assert frame().logo is None
    with django_capture_on_commit_callbacks(execute=True):
        logo.delete()
    assert 'class="logo-mark"' in site_client.get("/").content.decode()


def test_frame_with_a_logo_asks_nothing_until_something_changes(django_assert_num_queries):
    Organization.objects.create(logo=make_logo(112), brand_colour=GREEN)
    frame()
    with django_assert_num_queries(0):
        assert frame().logo.width == 56


@pytest.mark.parametrize(
    ("colour", "told"),
    [
        ("#7FD1A5", "Цвет слишком светлый"),
        ("#FFFFFF", "Контраст 1,1"),
        ("green", "Запишите цвет решёткой"),
        ("#1C684", "Запишите цвет решёткой"),
        ("red;} b", "Запишите цвет решёткой"),
        ("red;} body{display:none}", "7 символов"),
        ("#1C684\n", "Запишите цвет решёткой"),
    ],
)
def test_a_colour_that_cannot_be_read_or_is_none_is_refused(colour, told):
    assert told in saved(brand_colour=colour).content.decode()
    assert not Organization.objects.exclude(brand_colour="").exists()


def test_nothing_but_a_colour_reaches_the_stylesheet():
    with pytest.raises(ValueError, match="not a colour"):
        palette("red;}b{")
    with pytest.raises(IntegrityError):
        Organization.objects.create(brand_colour="red;}b{")


def test_what_is_said_of_the_contrast_is_what_the_tokens_are():
    tokens = TOKENS.read_text()
    light, dark = tokens.split("@media (prefers-color-scheme: dark)")[:2]
    assert f"--surface-sunk: {SUNK};" in light
    assert "--on-brand: #fff;" in light
    assert f"--surface-raised: {DARK_RAISED};" in dark


@pytest.mark.parametrize("colour", [GREEN, "#000000", "#6B2D8F", "#A1281F", "#5B6A00"])
def test_every_tone_can_be_read_in_its_scheme(colour):
    with_colour = palette(colour).css
    light, dark = (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", part)) for part in with_colour.split("@media")[1:])
    assert light["brand"] == colour.lower()
    assert min(contrast(light[name], WHITE) for name in light) >= AA
    assert contrast(dark.pop("band"), WHITE) >= AA
    assert min(contrast(tone, DARK_RAISED) for tone in dark.values()) >= AA


def test_contrast_is_that_of_the_guidelines():
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54  # the lightest grey that AA allows on white


def test_a_colour_of_low_contrast_is_told_with_its_number():
    with pytest.raises(ValidationError, match="слишком светлый"):
        Organization(brand_colour="#2E9F5B").full_clean()
