"""Mailings, whom each has reached, and who does not want which."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from wagtail.fields import RichTextField

from lk_addon.registry.models import Fund, Member


class Category(models.TextChoices):
    """What a mailing is about. Nobody can refuse service letters: the cabinet's work depends on them (REQ-6.5)."""

    SERVICE = "service", "служебное"
    NEWS = "news", "новости СРО"
    EVENTS = "events", "собрания, семинары и конференции"
    LAW = "law", "изменения законодательства"


#: The categories that somebody chooses to get.
OPTIONAL = tuple(category for category in Category if category is not Category.SERVICE)


class Mailing(models.Model):
    """One letter to many. It is changed until it is confirmed, and never after."""

    class State(models.TextChoices):
        DRAFT = "draft", "черновик"
        SENDING = "sending", "отправляется"
        STOPPED = "stopped", "остановлена"
        SENT = "sent", "отправлена"

    class Audience(models.TextChoices):
        ALL = "all", "представители всех действующих членов"
        FILTER = "filter", "по региону или уровню ответственности"
        CHOSEN = "chosen", "представители перечисленных членов"

    subject = models.CharField(
        "тема", max_length=150, help_text="Её видно на заблокированном экране: без имён и подробностей."
    )
    body = RichTextField("текст", features=["h2", "h3", "bold", "italic", "ul", "ol", "link"])
    category = models.CharField("категория", max_length=10, choices=Category, default=Category.NEWS)
    audience = models.CharField("кому", max_length=10, choices=Audience, default=Audience.ALL)
    region = models.CharField("регион", max_length=100, blank=True)
    fund = models.CharField("уровень в фонде", max_length=3, choices=Fund, blank=True)
    level = models.PositiveSmallIntegerField("уровень", null=True, blank=True, help_text="Пусто — любой.")
    members = models.ManyToManyField(Member, verbose_name="члены СРО", blank=True, related_name="+")
    state = models.CharField("состояние", max_length=10, choices=State, default=State.DRAFT, editable=False)
    created_at = models.DateTimeField("создана", default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField("подтверждена", null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="кто подтвердил",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    finished_at = models.DateTimeField("закончена", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "рассылка"
        verbose_name_plural = "рассылки"
        ordering = ["-created_at"]
        default_permissions = ("view", "add", "change")
        permissions = [("send_mailing", "Может отправлять и останавливать рассылки")]

    def __str__(self):
        return self.subject

    @property
    def is_draft(self):
        """Whether it may still be changed."""
        return self.state == self.State.DRAFT


class Delivery(models.Model):
    """That a mailing is for this person: one row, and so one letter, however often the work is begun anew."""

    class State(models.TextChoices):
        WAITING = "waiting", "ждёт"
        QUEUED = "queued", "передано почте"
        SKIPPED = "skipped", "не отправлено"

    mailing = models.ForeignKey(Mailing, on_delete=models.PROTECT, related_name="deliveries", verbose_name="рассылка")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="представитель"
    )
    state = models.CharField("состояние", max_length=10, choices=State, default=State.WAITING)
    letter = models.OneToOneField(
        "post_office.Email", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="письмо"
    )
    queued_at = models.DateTimeField("когда", null=True)

    class Meta:
        verbose_name = "доставка"
        verbose_name_plural = "доставки"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["mailing", "user"], name="mailings_one_delivery_per_person"),
        ]
        indexes = [
            models.Index(fields=["mailing"], condition=Q(state="waiting"), name="mailings_waiting"),
        ]

    def __str__(self):
        return f"{self.mailing_id}: {self.user_id}"


class OptOut(models.Model):
    """That somebody does not want letters of a category."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="представитель"
    )
    category = models.CharField("категория", max_length=10, choices=Category)
    at = models.DateTimeField("когда", default=timezone.now)

    class Meta:
        verbose_name = "отказ от писем"
        verbose_name_plural = "отказы от писем"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "category"], name="mailings_one_refusal_per_category"),
            models.CheckConstraint(condition=~Q(category="service"), name="mailings_service_is_not_refused"),
        ]

    def __str__(self):
        return f"{self.user_id}: {self.get_category_display()}"
