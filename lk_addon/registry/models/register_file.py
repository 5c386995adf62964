"""The whole register as files that lie ready."""

from django.db import models


class RegisterFile(models.Model):
    """One kind of file, as the register was at a moment; ``stamp`` says which state that was."""

    class Kind(models.TextChoices):
        XLSX = "xlsx", "XLSX"
        CSV = "csv", "CSV"

    kind = models.CharField("вид", max_length=4, choices=Kind)
    stamp = models.CharField("состояние реестра", max_length=64)
    made_at = models.DateTimeField("составлен", auto_now_add=True)
    entries = models.PositiveIntegerField("записей")
    file = models.FileField("файл", upload_to="register/", max_length=200)

    class Meta:
        verbose_name = "файл реестра"
        verbose_name_plural = "файлы реестра"
        default_permissions = ()
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["kind", "-made_at"], name="register_newest_file")]

    def __str__(self):
        return f"{self.get_kind_display()} от {self.made_at:%d.%m.%Y %H:%M}"
