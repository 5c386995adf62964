"""What a representative is writing and has not sent yet. Its id is the key by which it is sent once."""

import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from lk_addon.correspondence.models.kind import SubmissionKind
from lk_addon.correspondence.models.thread import Thread
from lk_addon.files.models import StoredFile
from lk_addon.registry.models import Member


class Draft(models.Model):
    """An unfinished submission, correction or answer; colleagues of the same member see it too."""

    id = models.UUIDField("номер", primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, verbose_name="член СРО", on_delete=models.CASCADE, related_name="drafts")
    kind = models.ForeignKey(SubmissionKind, verbose_name="вид", on_delete=models.PROTECT, related_name="+")
    thread = models.ForeignKey(
        Thread,
        verbose_name="в переписке",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="drafts",
        help_text="Пусто у новой подачи.",
    )
    role = models.CharField("что это", max_length=10, default="submission")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="кто начал", on_delete=models.PROTECT, related_name="+"
    )
    author_label = models.CharField("логин", max_length=40)
    fields = models.JSONField("что введено", default=dict, encoder=DjangoJSONEncoder)
    version = models.PositiveIntegerField("сохранений", default=0)
    created_at = models.DateTimeField("начат", default=timezone.now)
    updated_at = models.DateTimeField("сохранён", default=timezone.now)

    class Meta:
        verbose_name = "черновик"
        verbose_name_plural = "черновики"
        ordering = ["-updated_at"]
        default_permissions = ()

    def __str__(self):
        return f"черновик {self.pk}"


class DraftFile(models.Model):
    """A file put to a draft; one that is a signature names the file that it signs."""

    draft = models.ForeignKey(Draft, verbose_name="черновик", on_delete=models.CASCADE, related_name="files")
    file = models.OneToOneField(StoredFile, verbose_name="файл", on_delete=models.PROTECT, related_name="draft_file")
    item = models.CharField("к чему", max_length=60, blank=True)
    signs = models.ForeignKey(
        "self", verbose_name="подпись файла", null=True, blank=True, on_delete=models.CASCADE, related_name="signatures"
    )
    added_at = models.DateTimeField("приложен", default=timezone.now)

    class Meta:
        verbose_name = "файл черновика"
        verbose_name_plural = "файлы черновика"
        ordering = ["added_at", "pk"]
        default_permissions = ()

    def __str__(self):
        return f"файл черновика {self.draft_id}"
