"""What staff write for themselves, and what of a letter has been told to whom."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils import timezone

from lk_addon.correspondence.models.letter import Letter
from lk_addon.correspondence.models.thread import Thread
from lk_addon.correspondence.placeholders import check_placeholders
from lk_addon.files.models import StoredFile


class ThreadNote(models.Model):
    """A remark of an employee for colleagues. The member never sees it."""

    thread = models.ForeignKey(Thread, verbose_name="переписка", on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="кто", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("когда", default=timezone.now)
    text = models.TextField("заметка", max_length=4000)

    class Meta:
        verbose_name = "заметка для сотрудников"
        verbose_name_plural = "заметки для сотрудников"
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self):
        return f"заметка {self.pk}"


class ReplyTemplate(models.Model):
    """A text that answers begin with. What stands in braces is filled in from the letter that is answered."""

    title = models.CharField("название", max_length=150, unique=True)
    department = models.ForeignKey(
        Group,
        verbose_name="отдел",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Пусто — для всех отделов.",
    )
    text = models.TextField("текст", max_length=10_000, validators=[check_placeholders])
    is_on = models.BooleanField("предлагается", default=True)

    class Meta:
        verbose_name = "шаблон ответа"
        verbose_name_plural = "шаблоны ответов"
        ordering = ["title"]
        default_permissions = ("view", "add", "change")

    def __str__(self):
        return self.title


class LetterAlert(models.Model):
    """That the mails about a letter are queued: a handler that is run again finds it and does nothing."""

    letter = models.OneToOneField(Letter, verbose_name="письмо", on_delete=models.PROTECT, related_name="alert")
    at = models.DateTimeField("когда", default=timezone.now)
    mails = models.PositiveIntegerField("писем на почту")

    class Meta:
        verbose_name = "оповещение о письме"
        verbose_name_plural = "оповещения о письмах"
        default_permissions = ()

    def __str__(self):
        return f"оповещение {self.pk}"


class FileAlert(models.Model):
    """That the member and staff were told of an infected file of a letter, once."""

    file = models.OneToOneField(StoredFile, verbose_name="файл", on_delete=models.PROTECT, related_name="alert")
    at = models.DateTimeField("когда", default=timezone.now)

    class Meta:
        verbose_name = "сообщение о заражённом файле"
        verbose_name_plural = "сообщения о заражённых файлах"
        default_permissions = ()

    def __str__(self):
        return f"сообщение {self.pk}"


class TermReminder(models.Model):
    """That somebody was reminded of a term of a thread at one distance, once."""

    class Side(models.TextChoices):
        STAFF = "staff", "сотрудникам"
        MEMBER = "member", "члену СРО"

    thread = models.ForeignKey(Thread, verbose_name="переписка", on_delete=models.PROTECT, related_name="reminders")
    side = models.CharField("кому", max_length=6, choices=Side)
    due_on = models.DateField("срок")
    workdays = models.SmallIntegerField("рабочих дней до срока")
    at = models.DateTimeField("когда", default=timezone.now)

    class Meta:
        verbose_name = "напоминание о сроке"
        verbose_name_plural = "напоминания о сроках"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["thread", "side", "due_on", "workdays"], name="correspondence_reminded_once"
            )
        ]

    def __str__(self):
        return f"напоминание {self.pk}"
