"""The home page and plain pages as visitors and editors meet them."""

import io

import pytest
from django.core.files.images import ImageFile
from PIL import Image as Picture
from wagtail.blocks import StructBlockValidationError
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.core.blocks import BodyBlock, FigureBlock, LinkBlock
from cms.core.models import Menus
from home.pages.demo import bring_pages
from home.pages.models import HomePage, QuickLink
from tests.factories.pages import plain_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def image(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    buffer = io.BytesIO()
    Picture.new("RGB", (900, 600), "navy").save(buffer, "PNG")
    buffer.seek(0)
    return get_image_model().objects.create(title="IMG_0001", file=ImageFile(buffer, "one.png"))


def body(*blocks):
    return [{"type": name, "value": value} for name, value in blocks]


def test_page_shows_its_blocks(prepared_site, site_client):
    plain_page(
        prepared_site,
        "page",
        body=body(
            ("heading", {"text": "Порядок приёма", "level": "2", "slug": ""}),
            ("text", "<p>Абзац</p><script>alert(1)</script>"),
            ("callout", {"kind": "warning", "title": "Срок", "text": "<p>Три дня</p>"}),
            ("quote", {"text": "Строим <на> века", "author": "Образцов О. О.", "position": ""}),
        ),
    )
    page = site_client.get("/page/").content.decode()
    assert '<h2 id="poryadok-priema">Порядок приёма</h2>' in page
    assert "callout-warning" in page
    assert "Строим &lt;на&gt; века" in page


def test_picture_comes_in_several_sizes_with_its_text(prepared_site, site_client, image):
    figure = {"image": {"image": image.pk, "decorative": False, "alt_text": "Кран над стройкой"}, "caption": "Май"}
    plain_page(prepared_site, "page", body=body(("figure", figure)))
    page = site_client.get("/page/").content.decode()
    for part in ('alt="Кран над стройкой"', "srcset=", 'loading="lazy"', "width=", "height=", "<figcaption>Май"):
        assert part in page


def test_picture_without_a_text_is_refused(image):
    block = FigureBlock()
    value = block.to_python({"image": {"image": image.pk, "decorative": False, "alt_text": ""}, "caption": ""})
    with pytest.raises(StructBlockValidationError):
        block.clean(value)


@pytest.mark.parametrize("target", [{"page": None, "url": ""}, {"page": None, "url": "javascript:alert(1)"}])
def test_link_without_a_safe_target_is_refused(target):
    block = LinkBlock()
    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python({"title": "Ссылка"} | target))


def test_editors_get_no_block_of_foreign_content():
    assert {"embed", "raw_html", "html"}.isdisjoint(BodyBlock().child_blocks)


def test_table_headings_are_headings(prepared_site, site_client):
    table = {
        "caption": "Взносы",
        "columns": [{"type": "text", "heading": "Уровень"}, {"type": "number", "heading": "Размер"}],
        "rows": [{"values": ["<p>Первый</p>", "100000"]}],
    }
    plain_page(prepared_site, "page", body=body(("table", table)))
    page = site_client.get("/page/").content.decode()
    assert "<caption>Взносы</caption>" in page
    assert '<th scope="col">Уровень</th>' in page


def test_contents_appear_from_three_parts_on(prepared_site, site_client):
    headings = [("heading", {"text": f"Часть {i}", "level": "2", "slug": f"part-{i}"}) for i in range(3)]
    plain_page(prepared_site, "short", body=body(*headings[:2]))
    plain_page(prepared_site, "long", body=body(*headings))
    assert "На этой странице" not in site_client.get("/short/").content.decode()
    assert '<a href="#part-2">Часть 2</a>' in site_client.get("/long/").content.decode()


def test_section_lists_its_visible_pages(prepared_site, site_client):
    about = plain_page(prepared_site, "o-sro", title="О союзе")
    plain_page(about, "organy", title="Органы")
    plain_page(about, "draft", title="Черновик").unpublish()
    page = site_client.get("/o-sro/organy/").content.decode()
    assert '<a href="/o-sro/organy/" aria-current="page">Органы</a>' in page
    assert "Черновик" not in page


def test_breadcrumbs_lead_home(prepared_site, site_client):
    about = plain_page(prepared_site, "o-sro", title="О союзе")
    plain_page(about, "organy", title="Органы")
    page = site_client.get("/o-sro/organy/").content.decode()
    assert 'itemtype="https://schema.org/BreadcrumbList"' in page
    assert page.index('<span itemprop="name">Главная</span>') < page.index('<span itemprop="name">О союзе</span>')


def test_quick_link_to_a_hidden_page_is_not_shown(prepared_site, site_client, django_capture_on_commit_callbacks):
    target = plain_page(prepared_site, "hidden", title="Скрытая")
    prepared_site.quick_links = [QuickLink(title="Ссылка в никуда", page=target)]
    prepared_site.save_revision().publish()
    assert "Ссылка в никуда" in site_client.get("/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        target.unpublish()
    assert "Ссылка в никуда" not in site_client.get("/").content.decode()


def test_head_says_what_the_page_is(prepared_site, site_client, settings):
    plain_page(prepared_site, "page", title="Контакты", introduction="Как нас найти")
    page = site_client.get("/page/").content.decode()
    assert "<title>Контакты — Содружество строителей</title>" in page
    assert f'<link rel="canonical" href="{settings.SITE_URL}/page/">' in " ".join(page.split())
    assert 'content="Как нас найти"' in page
    assert 'property="og:title"' in page
    assert f'content="{settings.SITE_URL}/static/core/img/share' in page


def test_page_without_reader_markup_loads_nothing_from_elsewhere(prepared_site, site_client):
    page = site_client.get("/").content.decode()
    assert "<script" not in page
    assert "style=" not in page


def test_demo_fills_the_site_and_can_be_repeated(prepared_site):
    bring_pages()
    count = Page.objects.count()
    menus = Menus.load()
    bring_pages()
    assert Page.objects.count() == count
    assert menus.main_items.count() == Menus.load().main_items.count() > 0
    assert HomePage.objects.get().quick_links.count() > 0
