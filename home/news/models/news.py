"""One piece of news."""

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.functional import cached_property
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.documents import get_document_model, get_document_model_string
from wagtail.fields import StreamField
from wagtail.images import get_image_model, get_image_model_string
from wagtail.models import Orderable
from wagtail.search import index

from cms.core.blocks import BodyBlock
from cms.core.pages import BasePage

#: The renditions of the photograph on the page itself; the template asks for the same ones.
PAGE_RENDITIONS = ("fill-1200x630|format-jpeg", *(f"width-{width}|format-webp" for width in (480, 960, 1600)))


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

    @classmethod
    def for_reading(cls):
        """Read with the page what its template shows: photograph, renditions, documents and subjects, in one query."""
        model = get_image_model().get_rendition_model()
        renditions = model.objects.filter(image=OuterRef("lead_image"), filter_spec__in=PAGE_RENDITIONS)
        documents = NewsDocument.objects.filter(page=OuterRef("pk")).order_by("sort_order")
        tags = TaggedNews.objects.filter(content_object=OuterRef("pk")).order_by("pk")
        return cls.objects.select_related("lead_image").annotate(
            read_renditions=_rows(renditions, "", "id", "filter_spec", "file", "width", "height", "focal_point_key"),
            read_documents=_rows(documents, "document__", "id", "title", "file", "file_size", "collection_id"),
            read_subjects=_rows(tags, "tag__", "id", "name", "slug"),
        )

    @cached_property
    def photograph(self):
        """The lead image; its renditions are at hand where :meth:`for_reading` has read them."""
        if self.lead_image and hasattr(self, "read_renditions"):
            model = get_image_model().get_rendition_model()
            self.lead_image.prefetched_renditions = [
                model(image=self.lead_image, **row) for row in self.read_renditions
            ]
        return self.lead_image

    @property
    def documents(self):
        """The documents in their order, a draft's too."""
        if hasattr(self, "read_documents"):
            return [get_document_model()(**row) for row in self.read_documents]
        return [related.document for related in self.related_documents.all()]

    @property
    def subjects(self):
        """The tags in their order, a draft's too."""
        return [NewsTag(**row) for row in self.read_subjects] if hasattr(self, "read_subjects") else self.tags.all()

    @property
    def description(self):
        """What search engines and social networks quote."""
        return self.search_description or self.summary


def _rows(queryset, prefix, *names):
    return ArraySubquery(queryset.values(row=JSONObject(**{name: prefix + name for name in names})))


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
