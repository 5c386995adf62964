"""Regulations, their editions and clauses, and the evidence of publication (REQ-2.2, REQ-7.1, REQ-7.2)."""

import hashlib
import json

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import get_resolver
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PublishingPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.log_actions import LogContext
from wagtail.models import Page
from wagtail.search import index

from cms.core.pages import BasePage
from home.regulations import notation, rendering, validation
from home.regulations.forms import EditionForm
from home.regulations.signals import edition_refused

SCHEDULED = "wagtail.publish.scheduled"  # how Wagtail's command names what it does


class UnlawfulPublicationError(ValidationError):
    """An edition cannot be published as it is; ``edition_id`` is its page."""

    def __init__(self, error, *, edition_id):
        super().__init__(error.message_dict)
        self.edition_id = edition_id


class RegulationsIndexPage(RoutablePageMixin, BasePage):
    """The list of regulations and documents at /dokumenty/."""

    template = "home/regulations/index.html"
    max_count = 1
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["regulations.Regulation"]

    introduction = models.TextField("вступление", blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = "раздел документов"
        verbose_name_plural = "разделы документов"

    @classmethod
    def get_subpage_urls(cls):
        """Addresses of the list itself, by the name of their URLconf."""
        return tuple(get_resolver("home.regulations.urls.index").url_patterns)


class Regulation(RoutablePageMixin, BasePage):
    """A regulation; what it says stands in its editions, and which of them is in force follows from the date."""

    template = "home/regulations/regulation.html"
    parent_page_types = ["regulations.RegulationsIndexPage"]
    subpage_types = ["regulations.Edition"]

    summary = models.TextField("о чём документ", blank=True, help_text="Одно-два предложения для списка документов.")

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    search_fields = [*Page.search_fields, index.SearchField("summary")]

    class Meta:
        verbose_name = "регламент"
        verbose_name_plural = "регламенты"

    @classmethod
    def get_subpage_urls(cls):
        """Addresses of a regulation on a day, of differences and of files, by the name of their URLconf."""
        return tuple(get_resolver("home.regulations.urls.regulation").url_patterns)


class Edition(BasePage):
    """One edition of a regulation: its text, the order that approved it, and its dates.

    Dates are days in Moscow. ``published_on`` stays empty until the edition appears
    on this site, unless it was published elsewhere before.
    """

    needs_review = False
    template = "home/regulations/edition.html"
    parent_page_types = ["regulations.Regulation"]
    subpage_types = []
    base_form_class = EditionForm

    number = models.PositiveSmallIntegerField("номер редакции")
    approved_by = models.CharField(
        "чем утверждена",
        max_length=255,
        blank=True,
        help_text="Например: «Приказ Генерального директора № 12 от 3 марта 2026 г.»",
    )
    approved_on = models.DateField("дата утверждения", null=True, blank=True)
    effective_from = models.DateField("действует с")
    published_on = models.DateField(
        "дата публикации",
        null=True,
        blank=True,
        help_text="Оставьте пустой: подставится день, когда редакция появится на этом сайте. "
        "Заполните, если она опубликована раньше в другом месте.",
    )
    published_where = models.CharField(
        "где опубликована раньше",
        max_length=255,
        blank=True,
        help_text="Источник и подтверждение, если дата публикации указана вручную.",
    )
    text = models.TextField(
        "текст",
        help_text="Один абзац — одна строка. «1. ЗАГОЛОВОК» начинает раздел, «1.1. Текст» — пункт, "
        "«•» — строку перечня, «▪» — строку вложенного перечня. "
        "Если строка начинается с числа, но пунктом не является, поставьте перед ней «\\».",
    )
    original_file = models.ForeignKey(
        "wagtaildocs.Document",
        verbose_name="исходный файл",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    content_hash = models.CharField("контрольная сумма", max_length=64, editable=False)

    content_panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("number"), FieldPanel("effective_from")]),
                FieldRowPanel([FieldPanel("approved_by"), FieldPanel("approved_on")]),
            ],
            heading="Редакция",
            help_text="Черновик можно сохранить без приказа. Для утверждения и публикации нужны приказ и его дата.",
        ),
        MultiFieldPanel(
            [FieldPanel("published_on"), FieldPanel("published_where")],
            heading="Публикация до этого сайта",
            classname="collapsed",
        ),
        FieldPanel("text"),
        FieldPanel("original_file"),
    ]
    promote_panels = []
    settings_panels = [PublishingPanel(), FieldPanel("reviewed_on")]

    class Meta:
        verbose_name = "редакция"
        verbose_name_plural = "редакции"

    def __str__(self):
        return self.name

    @property
    def name(self):
        """Return «Редакция № 2»."""
        return f"Редакция №\u00a0{self.number}"

    @property
    def blocks(self):
        """The sections and clauses of the text. Raises NotationError where it cannot be read."""
        return notation.read(self.text)

    def get_context(self, request, *args, **kwargs):
        """Show a preview; a published edition is shown by its regulation, whose address takes precedence."""
        context = super().get_context(request, *args, **kwargs)
        return context | {"regulation": self.get_parent(), "body": rendering.render_body(self.blocks)}

    def name_itself(self):
        """Give the page the title and address that follow from its number and date."""
        if self.number and self.effective_from:
            self.title = f"{self.name}, действует с {date_format(self.effective_from, 'j E Y')} г."
            self.slug = self.effective_from.isoformat()

    def full_clean(self, *args, **kwargs):
        """Check the page under the title and slug that follow from its data."""
        self.name_itself()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self):
        """Check a draft under the title and slug that follow from its data."""
        self.name_itself()
        super().minimal_clean()

    def clean(self):
        """Refuse a text that cannot be read and dates that contradict REQ-2.2."""
        try:
            super().clean()
        except ValidationError as error:
            if "slug" not in error.message_dict:
                raise
            raise ValidationError({"effective_from": validation.SAME_DAY}) from error
        errors = validation.text_errors(self) | validation.date_errors(self)
        if self.live and not errors:
            errors = validation.publication_errors(self)
        if errors:
            raise ValidationError(errors)

    def save(self, *args, **kwargs):
        """Keep the hash true, and the day of publication once the edition is live."""
        if self.live and not self.published_on:
            self.published_on = timezone.localdate()
        self.content_hash = self.compute_hash()
        super().save(*args, **kwargs)

    def compute_hash(self, **other):
        """Return the SHA-256, in hex, of everything that the edition says, or would say with ``other`` approval.

        A text that cannot be read counts as is.
        """
        approved_on = other.get("approved_on", self.approved_on)
        try:
            said = [[block.number, block.heading, block.text] for block in self.blocks]
        except notation.NotationError:
            said = self.text
        canonical = {
            "number": self.number,
            "approved_by": other.get("approved_by", self.approved_by),
            "approved_on": approved_on and approved_on.isoformat(),
            "effective_from": self.effective_from and self.effective_from.isoformat(),
            "text": said,
        }
        return hashlib.sha256(json.dumps(canonical, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    def publish(self, revision, user=None, log_action=True, source="", **kwargs):
        """Publish together with the evidence of it, all or nothing; ``source`` says what published without a user.

        A person publishes, or schedules, only what an order has approved; what a
        command imports may have been approved before orders were kept here.
        What has become unlawful while it waited for its scheduled time is not
        published, and does not keep other pages from being published.
        """
        revision.publication_source = source
        try:
            if user and (missing := validation.order_errors(revision.as_object())):
                raise validation.as_error(missing)
            with transaction.atomic(), LogContext(user=user):
                super().publish(revision, user=user, log_action=log_action, **kwargs)
        except ValidationError as error:
            if log_action != SCHEDULED:
                raise UnlawfulPublicationError(error, edition_id=self.pk) from error
            edition_refused.send(sender=type(self), revision=revision, reason=" ".join(error.messages))

    def with_content_json(self, content):
        """Keep the day of publication, a fact, when the fields of a revision are taken over."""
        edition = super().with_content_json(content)
        edition.published_on = edition.published_on or self.published_on
        return edition


class Clause(index.Indexed, models.Model):
    """A section or clause of a published edition, as search and references find it; made from the edition's text."""

    edition = models.ForeignKey(Edition, verbose_name="редакция", on_delete=models.CASCADE, related_name="clauses")
    number = models.CharField("номер", max_length=32, blank=True)
    heading = models.CharField("заголовок", max_length=500, blank=True)
    text = models.TextField("текст", blank=True)
    sort_order = models.PositiveIntegerField("порядок")

    search_fields = [
        index.SearchField("number", boost=3),
        index.SearchField("heading", boost=2),
        index.SearchField("text"),
        index.FilterField("edition_id"),
    ]

    class Meta:
        verbose_name = "пункт"
        verbose_name_plural = "пункты"
        ordering = ["edition", "sort_order"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "sort_order"], name="clause_order_unique"),
            models.UniqueConstraint(
                fields=["edition", "number"], condition=~models.Q(number=""), name="clause_number_unique"
            ),
        ]

    def __str__(self):
        return f"п.\u00a0{self.number}" if self.number else self.heading or self.text[:60]

    @property
    def anchor(self):
        """The part of the edition's address after #, or nothing for a block without a number."""
        return notation.Block(self.number).anchor


class PublicationRecord(models.Model):
    """That an edition with this very text was published at this time (REQ-2.2); rows are only ever added."""

    edition = models.ForeignKey(Edition, verbose_name="редакция", on_delete=models.PROTECT, related_name="publications")
    at = models.DateTimeField("когда", default=timezone.now)
    content_hash = models.CharField("контрольная сумма текста", max_length=64)
    file_hash = models.CharField("контрольная сумма файла", max_length=64, blank=True)
    effective_from = models.DateField("действует с")
    published_on = models.DateField("дата публикации")
    source = models.CharField("источник", max_length=500, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="кто опубликовал",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "свидетельство о публикации"
        verbose_name_plural = "свидетельства о публикации"
        ordering = ["pk"]
        default_permissions = ("view",)

    def __str__(self):
        return f"{self.edition}: {self.at:%d.%m.%Y %H:%M}"
