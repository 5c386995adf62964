"""Letters of a thread. Once sent they are never altered: the database refuses it, a correction is another letter."""

import uuid

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone

from lk_addon.correspondence.models.thread import Thread
from lk_addon.files.models import StoredFile

#: What of a letter is searched by words; the index holds this very expression.
LETTER_WORDS = SearchVector("text", "shown", config="russian")


class Letter(models.Model):
    """What one side wrote to the other at one moment."""

    class Direction(models.TextChoices):
        INCOMING = "in", "от члена СРО"
        OUTGOING = "out", "от СРО"

    class Role(models.TextChoices):
        SUBMISSION = "submission", "обращение или документ"
        CORRECTION = "correction", "исправленная версия"
        ANSWER = "answer", "ответ на вопрос СРО"
        WITHDRAWAL = "withdrawal", "отзыв"
        QUESTION = "question", "вопрос СРО"
        REPLY = "reply", "ответ СРО"
        DECISION = "decision", "решение СРО"
        NOTICE = "notice", "уведомление СРО"

    id = models.UUIDField("номер", primary_key=True, default=uuid.uuid4, editable=False)
    thread = models.ForeignKey(Thread, verbose_name="переписка", on_delete=models.PROTECT, related_name="letters")
    direction = models.CharField("направление", max_length=3, choices=Direction)
    role = models.CharField("что это", max_length=10, choices=Role)
    version = models.PositiveSmallIntegerField("версия", default=1)
    number = models.CharField("номер", max_length=40, unique=True)
    sent_at = models.DateTimeField("отправлено", default=timezone.now)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="кто отправил", null=True, on_delete=models.PROTECT, related_name="+"
    )
    author_label = models.CharField("автор", max_length=150, help_text="Логин представителя или отдел СРО.")
    outgoing_no = models.CharField("исходящий № члена СРО", max_length=50, blank=True)
    outgoing_date = models.DateField("исходящая дата", null=True, blank=True)
    signatory_name = models.CharField("кто подписал", max_length=300, blank=True)
    signatory_position = models.CharField("должность подписавшего", max_length=200, blank=True)
    signatory_basis = models.CharField("на основании чего подписал", max_length=300, blank=True)
    text = models.TextField("текст", max_length=20_000, blank=True)
    fields = models.JSONField("значения полей", default=dict, blank=True, encoder=DjangoJSONEncoder)
    shown = models.JSONField("поля, как их видели", default=list, blank=True, help_text="Пары «название — значение».")
    key = models.UUIDField("ключ отправки", unique=True, default=uuid.uuid4)
    digest = models.CharField("SHA-256 содержания", max_length=64)

    class Meta:
        verbose_name = "письмо"
        verbose_name_plural = "письма"
        ordering = ["sent_at", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["thread", "version"],
                condition=Q(role__in=["submission", "correction"]),
                name="correspondence_one_version_in_thread",
            )
        ]
        indexes = [GinIndex(LETTER_WORDS, name="correspondence_letter_words")]

    def __str__(self):
        return f"№\u00a0{self.number} от {timezone.localtime(self.sent_at):%d.%m.%Y}"

    @property
    def is_incoming(self):
        """Whether the member wrote it."""
        return self.direction == self.Direction.INCOMING


class Registration(models.Model):
    """The incoming number that a letter of a member got at the SRO."""

    letter = models.OneToOneField(Letter, verbose_name="письмо", on_delete=models.PROTECT, related_name="registration")
    number = models.CharField("входящий номер", max_length=40, unique=True)
    at = models.DateTimeField("зарегистрировано", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="кто", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "регистрация письма"
        verbose_name_plural = "регистрации писем"
        default_permissions = ("view",)

    def __str__(self):
        return f"{self.number} от {timezone.localtime(self.at):%d.%m.%Y}"


class Attachment(models.Model):
    """A file of a letter, in the order in which it was put there; ``item`` says what of the form it answers."""

    letter = models.ForeignKey(Letter, verbose_name="письмо", on_delete=models.PROTECT, related_name="attachments")
    file = models.ForeignKey(StoredFile, verbose_name="файл", on_delete=models.PROTECT, related_name="attachments")
    place = models.PositiveSmallIntegerField("место")
    item = models.CharField("к чему", max_length=60, blank=True)

    class Meta:
        verbose_name = "приложение"
        verbose_name_plural = "приложения"
        ordering = ["place"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["letter", "place"], name="correspondence_place_of_attachment")]

    def __str__(self):
        return f"приложение {self.place}"


class AttachedSignature(models.Model):
    """A signature of an attachment as it was sent; an attached one, holding its document, is its own document."""

    attachment = models.ForeignKey(
        Attachment, verbose_name="подписанный файл", on_delete=models.PROTECT, related_name="signatures"
    )
    file = models.ForeignKey(
        StoredFile, verbose_name="файл подписи", on_delete=models.PROTECT, related_name="signatures"
    )

    class Meta:
        verbose_name = "подпись приложения"
        verbose_name_plural = "подписи приложений"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["attachment", "file"], name="correspondence_signature_of_attachment")
        ]

    def __str__(self):
        return f"подпись {self.pk}"


class Reading(models.Model):
    """That a representative has opened a letter of the SRO, and when first (REQ-3.1.V8)."""

    letter = models.ForeignKey(Letter, verbose_name="письмо", on_delete=models.PROTECT, related_name="readings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="кто", on_delete=models.PROTECT, related_name="+")
    login_label = models.CharField("логин", max_length=40)
    at = models.DateTimeField("прочитано", default=timezone.now)

    class Meta:
        verbose_name = "прочтение письма"
        verbose_name_plural = "прочтения писем"
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["letter", "user"], name="correspondence_read_once")]

    def __str__(self):
        return f"{self.login_label}, {timezone.localtime(self.at):%d.%m.%Y %H:%M}"
