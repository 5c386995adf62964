"""A notice of an outage: what is affected, from when, until when, and what was said meanwhile (REQ-6.2)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page
from wagtail.search import index

from cms.core.pages import BasePage
from home.outages import services
from home.outages.forms import OutageNoticeForm, window_text
from home.outages.models.announcers import AnnouncersOnly

TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class Kind(models.TextChoices):
    """Why the service is away."""

    PLANNED = "planned", "Плановые работы"
    UNPLANNED = "unplanned", "Сбой"


class Effect(models.TextChoices):
    """What the outage does to the services it touches."""

    SUSPENDED = "suspended", "Не работают"
    DEGRADED = "degraded", "Работают с ограничениями"


class Phase(models.TextChoices):
    """Where a notice stands on the clock; never stored."""

    UPCOMING = "upcoming", "Предстоит"
    RUNNING = "running", "Идёт сейчас"
    COMPLETED = "completed", "Завершён"
    CANCELLED = "cancelled", "Отменён"


class OutageNotice(AnnouncersOnly, BasePage):
    """One planned or unplanned outage. Publishing it is what suspends a service; the clock ends it."""

    kind = models.CharField("вид", max_length=16, choices=Kind.choices, default=Kind.PLANNED)
    effect = models.CharField(
        "что происходит с сервисами",
        max_length=16,
        choices=Effect.choices,
        default=Effect.SUSPENDED,
        help_text="«Не работают» закрывает отмеченные сервисы на всё время перерыва.",
    )
    services = ArrayField(
        models.CharField(max_length=64),
        verbose_name="затронутые сервисы",
    )
    starts_at = models.DateTimeField("начало", db_index=True, help_text="Время московское.")
    ends_at = models.DateTimeField(
        "окончание",
        null=True,
        blank=True,
        db_index=True,
        help_text="Время московское. Оставьте пустым, если время окончания неизвестно.",
    )
    cancelled_at = models.DateTimeField("отменён", null=True, blank=True, editable=False)
    text = RichTextField("текст объявления", features=TEXT_FEATURES)

    needs_review = False
    base_form_class = OutageNoticeForm
    parent_page_types = ["outages.OutageIndexPage"]
    subpage_types = []
    template = "home/outages/notice.html"
    exclude_fields_in_copy = ["cancelled_at", "updates"]

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("kind"), FieldPanel("effect")]),
                FieldPanel("services", required_on_save=True),
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
            ],
            heading="Когда и что",
        ),
        FieldPanel("text"),
        InlinePanel("updates", heading="Ход работ", label="сообщение"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("text")]

    class Meta:
        verbose_name = "объявление о перерыве"
        verbose_name_plural = "объявления о перерывах"
        permissions = [("announce_outage", "Объявлять перерывы в работе")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
                name="outage_ends_after_start",
                violation_error_message="Окончание не может быть раньше начала.",
            ),
            models.CheckConstraint(
                condition=Q(services__len__gt=0),
                name="outage_has_a_service",
                violation_error_message="Отметьте хотя бы один сервис.",
            ),
        ]

    def phase_at(self, moment):
        """Return the :class:`Phase` at ``moment``: the start belongs to the outage, the end does not."""
        if self.cancelled_at:
            return Phase.CANCELLED
        if moment < self.starts_at:
            return Phase.UPCOMING
        if self.ends_at is None or moment < self.ends_at:
            return Phase.RUNNING
        return Phase.COMPLETED

    @property
    def phase(self):
        """The phase now."""
        return self.phase_at(timezone.now())

    @property
    def is_suspending(self):
        """Whether the services are closed while it runs, not only limited."""
        return self.effect == Effect.SUSPENDED

    @property
    def duration(self):
        """How long it lasts, or None with an open end."""
        return self.ends_at - self.starts_at if self.ends_at else None

    @property
    def service_titles(self):
        """Titles of the affected services, in Russian."""
        return [services.title(code) for code in self.services]

    @property
    def summary(self):
        """The notice in one line, for lists, feeds and search engines."""
        window = window_text(self.starts_at, self.ends_at)
        return f"{self.get_effect_display()}: {', '.join(self.service_titles)}, {window} (МСК)."

    @property
    def changed_at(self):
        """When readers last saw a change: the last publication."""
        return self.last_published_at or self.starts_at

    @property
    def sequence(self):
        """How far this publication is behind the first, in seconds: it grows with every change, as calendars ask."""
        return int((self.changed_at - (self.first_published_at or self.changed_at)).total_seconds())

    @property
    def banner_key(self):
        """What a reader dismisses: this notice in this phase, while its window and what it touches stay the same."""
        window = [int(moment.timestamp()) if moment else "open" for moment in (self.starts_at, self.ends_at)]
        return "-".join(map(str, [self.pk, self.phase.value, *window, self.effect, *sorted(self.services)]))

    @cached_property
    def updates_newest_first(self):
        """Messages about the progress, the newest first."""
        return sorted(self.updates.all(), key=lambda update: (update.at, update.pk or 0), reverse=True)


class OutageUpdate(Orderable):
    """What was said while an outage was coming or running."""

    notice = ParentalKey(OutageNotice, on_delete=models.CASCADE, related_name="updates")
    at = models.DateTimeField("время", default=timezone.now)
    text = models.TextField("сообщение", max_length=1000)

    panels = [FieldPanel("at"), FieldPanel("text")]

    class Meta(Orderable.Meta):
        verbose_name = "сообщение о ходе работ"
        verbose_name_plural = "сообщения о ходе работ"

    def __str__(self):
        return f"{timezone.localtime(self.at):%d.%m.%Y %H:%M} · {self.text[:60]}"
