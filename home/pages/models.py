"""The home page and plain pages."""

from django.db import models
from django.utils.functional import SimpleLazyObject
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.core.blocks import BodyBlock
from cms.core.links import ICONS, LinkItem, resolve
from cms.core.pages import SECTION_DEPTH, BasePage, public
from cms.core.routing import TreeRoot
from home.news import queries as news
from home.outages import queries as outages

NEWS_ON_HOME = 5
COMING_ON_HOME = 3


class HomePage(TreeRoot, BasePage):
    """The first page of the public site."""

    hero_title = models.CharField("заголовок", max_length=120, blank=True, help_text="Пустой — название страницы.")
    hero_text = models.TextField("вступление", max_length=400, blank=True)
    body = StreamField(BodyBlock(), verbose_name="ниже новостей", blank=True)

    template = "home/pages/home_page.html"
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("hero_title"), FieldPanel("hero_text")], heading="Первый экран"),
        InlinePanel("quick_links", heading="Быстрые ссылки", label="ссылка", max_num=9),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("hero_text"), index.SearchField("body")]

    class Meta:
        verbose_name = "главная страница"
        verbose_name_plural = "главные страницы"

    def get_context(self, request, *args, **kwargs):
        """Add quick links, the latest news, the running and coming outages, read where the template needs them."""
        return super().get_context(request, *args, **kwargs) | {
            "quick_links": SimpleLazyObject(lambda: resolve(self.quick_links.select_related("page"))),
            "news": SimpleLazyObject(lambda: news.with_pictures(news.news_feed()[:NEWS_ON_HOME])),
            "running_outages": SimpleLazyObject(outages.running),
            "coming_outages": SimpleLazyObject(lambda: outages.upcoming()[:COMING_ON_HOME]),
        }


class QuickLink(LinkItem):
    """A card of the home page."""

    home_page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="quick_links")
    text = models.CharField("пояснение", max_length=200, blank=True)
    icon = models.CharField("значок", max_length=40, choices=ICONS, default="arrow-right-circle")

    panels = [*LinkItem.panels, FieldPanel("text"), FieldPanel("icon")]

    class Meta(LinkItem.Meta):
        verbose_name = "быстрая ссылка"
        verbose_name_plural = "быстрые ссылки"


class PlainPage(BasePage):
    """A page of text, built of blocks."""

    introduction = models.TextField("вступление", max_length=600, blank=True)
    body = StreamField(BodyBlock(), verbose_name="содержание", blank=True)

    template = "home/pages/plain_page.html"
    parent_page_types = ["pages.HomePage", "pages.PlainPage"]
    subpage_types = ["pages.PlainPage"]
    content_panels = [*BasePage.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction"), index.SearchField("body")]

    class Meta:
        verbose_name = "страница"
        verbose_name_plural = "страницы"

    def contents(self):
        """Return the headings of the page's parts when there are enough of them to need a list."""
        headings = [block.value for block in self.body if block.block_type == "heading" and block.value["level"] == "2"]
        return headings if len(headings) >= 3 else []

    def section(self):
        """Return the visible pages of this page's section, its first page first; empty when it is alone there."""
        top = self.path[: self.steplen * SECTION_DEPTH]
        pages = (
            public(Page.objects.live())
            .filter(path__startswith=top, depth__in=(SECTION_DEPTH, SECTION_DEPTH + 1))
            .order_by("path")
        )
        return pages if len(pages) > 1 else []
