"""A file of the exchange: its bytes lie under a name of ours, what is known of them stands here."""

import uuid
from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.utils import timezone

from lk_addon.cabinet.files import private_storage
from lk_addon.registry.models import Member


def stored_name(instance, filename):
    """Return the name for the storage: the first letters of the id as a folder, the id, the checked extension."""
    return f"files/{instance.pk.hex[:2]}/{instance.pk.hex}{PurePath(filename).suffix.lower()}"


class StoredFile(models.Model):
    """A file that came in whole. Its bytes and their hash never change; only what the antivirus says of it does."""

    class Scan(models.TextChoices):
        WAITING = "waiting", "ждёт проверки антивирусом"
        CLEAN = "clean", "проверен антивирусом"
        INFECTED = "infected", "заражён, изолирован"
        UNSCANNED = "unscanned", "не проверен антивирусом"

    id = models.UUIDField("номер", primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(
        Member, verbose_name="чей", null=True, blank=True, on_delete=models.PROTECT, related_name="stored_files"
    )
    file = models.FileField("файл", storage=private_storage, upload_to=stored_name, max_length=200)
    name = models.CharField("имя файла", max_length=200)
    size = models.BigIntegerField("размер, байт")
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    media_type = models.CharField("вид содержимого", max_length=150)
    created_at = models.DateTimeField("принят", default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="кто прислал", null=True, on_delete=models.PROTECT, related_name="+"
    )
    scan = models.CharField("антивирус", max_length=10, choices=Scan, default=Scan.WAITING)
    scanned_at = models.DateTimeField("проверен", null=True, blank=True)
    scan_note = models.CharField("что сказал антивирус", max_length=300, blank=True)

    class Meta:
        verbose_name = "файл обмена"
        verbose_name_plural = "файлы обмена"
        ordering = ["-created_at"]
        default_permissions = ("view",)

    def __str__(self):
        return f"файл {self.pk}"  # journals name no file: its name may hold personal data

    @property
    def extension(self):
        """The extension in lower case, without its dot."""
        return PurePath(self.name).suffix.lower().removeprefix(".")

    @property
    def is_readable(self):
        """Whether it may be given away: found clean, or not scanned where settings do not demand a scanner."""
        return self.scan == self.Scan.CLEAN or (self.scan == self.Scan.UNSCANNED and not settings.ANTIVIRUS_REQUIRED)


class Upload(models.Model):
    """A file on its way in: which bytes have come so far. Lives a day; what came in whole is a StoredFile."""

    class State(models.TextChoices):
        RECEIVING = "receiving", "принимается"
        DONE = "done", "принят"
        REFUSED = "refused", "отклонён"

    id = models.UUIDField("номер", primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, verbose_name="чей", on_delete=models.CASCADE, related_name="+")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="кто присылает", on_delete=models.CASCADE, related_name="+"
    )
    key = models.CharField("ключ", max_length=64, help_text="По нему повтор начала находит начатое.")
    name = models.CharField("имя файла", max_length=200)
    size = models.BigIntegerField("размер, байт")
    received = models.BigIntegerField("принято, байт", default=0)
    state = models.CharField("состояние", max_length=10, choices=State, default=State.RECEIVING)
    refusal = models.CharField("почему отклонён", max_length=300, blank=True)
    stored = models.OneToOneField(
        StoredFile, verbose_name="принятый файл", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    begun_at = models.DateTimeField("начат", default=timezone.now)
    expires_at = models.DateTimeField("удаляется", db_index=True)

    class Meta:
        verbose_name = "загрузка"
        verbose_name_plural = "загрузки"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["member", "created_by", "key"], name="upload_key_once"),
            models.CheckConstraint(
                condition=models.Q(received__gte=0, received__lte=models.F("size")), name="upload_within_its_size"
            ),
        ]

    def __str__(self):
        return f"загрузка {self.pk}"

    @property
    def path(self):
        """Where on the disk the bytes lie until all have come."""
        return settings.UPLOADS_ROOT / f"{self.pk.hex}.part"
