"""One piece of news."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.documents import get_document_model_string
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.models import Orderable
from wagtail.search import index

from cms.core.blocks import BodyBlock
from cms.core.pages import BasePage


class NewsTag(TagBase):
    """A subject of news; apart from the tags of images and documents."""

    free_tagging = True

    class Meta:
        verbose_name = "тема новостей"
        verbose_name_plural = "темы новостей"


class TaggedNews(ItemBase):
    """That a piece of news is about a subject."""

    tag = models.ForeignKey(NewsTag, related_name="tagged_news", on_delete=models.CASCADE)
    content_object = ParentalKey("news.NewsPage", related_name="tagged_items", on_delete=models.CASCADE)


class NewsPage(BasePage):
    """One piece of news."""

    date = models.DateTimeField(
        "дата публикации",
        default=timezone.now,
        db_index=True,
        help_text="По ней новости стоят в списке. Можно поставить прошедшую дату.",
    )
    summary = models.TextField(
        "краткое содержание", max_length=400, help_text="Два-три предложения для списка, лент и поисковых систем."
    )
    lead_image = models.ForeignKey(
        get_image_model_string(),
        verbose_name="главная фотография",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    lead_image_alt = models.CharField(
        "что на фотографии",
        max_length=250,
        blank=True,
        help_text="Для тех, кто фотографию не видит. Обязательно, если фотография есть.",
    )
    body = StreamField(BodyBlock(), verbose_name="текст", blank=True)
    tags = ClusterTaggableManager("темы", through=TaggedNews, blank=True)

    needs_review = False
    template = "home/news/news_page.html"
    parent_page_types = ["news.NewsIndexPage"]
    subpage_types = []
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("date"),
        FieldPanel("summary"),
        MultiFieldPanel([FieldRowPanel([FieldPanel("lead_image"), FieldPanel("lead_image_alt")])], "Фотография"),
        FieldPanel("body"),
        InlinePanel("related_documents", heading="Документы к новости", label="Документ"),
        FieldPanel("tags"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
        index.FilterField("date"),
    ]

    class Meta:
        verbose_name = "новость"
        verbose_name_plural = "новости"

    def clean(self):
        """Demand words for the picture, and no date later than the one the page appears on."""
        super().clean()
        if self.lead_image_id and not self.lead_image_alt.strip():
            raise ValidationError({"lead_image_alt": "Опишите фотографию: её видят не все."})
        if self.date and self.date > max(timezone.now(), self.go_live_at or timezone.now()):
            raise ValidationError(
                {"date": "Дата ещё не наступила. Чтобы новость появилась позже, укажите время публикации в расписании."}
            )

    @property
    def description(self):
        """What search engines and social networks quote."""
        return self.search_description or self.summary


class NewsDocument(Orderable):
    """A document that belongs to a piece of news."""

    page = ParentalKey(NewsPage, related_name="related_documents", on_delete=models.CASCADE)
    document = models.ForeignKey(
        get_document_model_string(), verbose_name="документ", on_delete=models.CASCADE, related_name="+"
    )

    panels = [FieldPanel("document")]

    class Meta(Orderable.Meta):
        verbose_name = "документ к новости"
        verbose_name_plural = "документы к новости"

    def __str__(self):
        return self.document.title
