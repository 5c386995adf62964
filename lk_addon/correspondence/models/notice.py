"""Notices of the SRO to one, some or all members: one letter to each, whatever happens to the worker."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils import timezone

from lk_addon.correspondence.models.letter import Letter
from lk_addon.files.models import StoredFile
from lk_addon.registry.models import Fund, Member


class Notice(models.Model):
    """A letter to many members. It is changed until it is confirmed, and never after."""

    class State(models.TextChoices):
        DRAFT = "draft", "черновик"
        SENDING = "sending", "отправляется"
        STOPPED = "stopped", "остановлено"
        SENT = "sent", "отправлено"

    class Audience(models.TextChoices):
        ALL = "all", "все действующие члены"
        FILTER = "filter", "по региону или уровню ответственности"
        CHOSEN = "chosen", "перечисленные члены"

    subject = models.CharField("тема", max_length=300)
    text = models.TextField("текст", max_length=20_000)
    department = models.ForeignKey(Group, verbose_name="от кого", on_delete=models.PROTECT, related_name="+")
    audience = models.CharField("кому", max_length=10, choices=Audience, default=Audience.ALL)
    region = models.CharField("регион", max_length=100, blank=True)
    fund = models.CharField("уровень в фонде", max_length=3, choices=Fund, blank=True)
    level = models.PositiveSmallIntegerField("уровень", null=True, blank=True, help_text="Пусто — любой.")
    members = models.ManyToManyField(Member, verbose_name="члены СРО", blank=True, related_name="+")
    files = models.ManyToManyField(StoredFile, verbose_name="файлы", blank=True, related_name="+")
    state = models.CharField("состояние", max_length=10, choices=State, default=State.DRAFT, editable=False)
    created_at = models.DateTimeField("создано", default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField("подтверждено", null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="кто подтвердил",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    finished_at = models.DateTimeField("закончено", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "уведомление"
        verbose_name_plural = "уведомления"
        ordering = ["-created_at"]
        default_permissions = ("view", "add", "change")
        permissions = [("send_notice", "Может отправлять и останавливать уведомления")]

    def __str__(self):
        return self.subject

    @property
    def is_draft(self):
        """Whether it may still be changed."""
        return self.state == self.State.DRAFT


class NoticeDelivery(models.Model):
    """That a notice is for this member: one row, and so one letter, however often the work is begun anew."""

    class State(models.TextChoices):
        WAITING = "waiting", "ждёт отправки"
        SENT = "sent", "доставлено в кабинет"
        SKIPPED = "skipped", "не отправлено"

    notice = models.ForeignKey(Notice, verbose_name="уведомление", on_delete=models.PROTECT, related_name="deliveries")
    member = models.ForeignKey(
        Member, verbose_name="член СРО", on_delete=models.PROTECT, related_name="notice_deliveries"
    )
    state = models.CharField("состояние", max_length=10, choices=State, default=State.WAITING)
    letter = models.OneToOneField(
        Letter, verbose_name="письмо", null=True, on_delete=models.PROTECT, related_name="delivery"
    )

    class Meta:
        verbose_name = "получатель уведомления"
        verbose_name_plural = "получатели уведомлений"
        ordering = ["-notice", "member__sort_name"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["notice", "member"], name="correspondence_one_delivery_to_member")
        ]
        indexes = [
            models.Index(fields=["notice"], condition=models.Q(state="waiting"), name="correspondence_waiting"),
        ]

    def __str__(self):
        return f"{self.notice_id}: {self.member_id}"
