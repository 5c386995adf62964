"""The audit journal (REQ-4.1): rows are only ever added; a database trigger refuses the rest."""

from django.conf import settings
from django.db import models


class AuditEntry(models.Model):
    """Who did what to what, when and from where; chained to the entry before it by its hash."""

    at = models.DateTimeField("когда")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="кто",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Пусто, если действие совершила сама система.",
    )
    action = models.CharField("действие", max_length=100, db_index=True)
    object_type = models.CharField("вид объекта", max_length=100, blank=True)
    object_id = models.CharField("номер объекта", max_length=64, blank=True)
    ip_address = models.GenericIPAddressField("адрес", null=True, blank=True)
    data = models.JSONField("подробности", default=dict)
    previous_hash = models.CharField("хеш предыдущей записи", max_length=64)
    hash = models.CharField("хеш", max_length=64, unique=True)

    class Meta:
        verbose_name = "запись журнала"
        verbose_name_plural = "журнал действий"
        default_permissions = ("view",)
        indexes = [models.Index(fields=["object_type", "object_id"], name="audit_object")]

    def __str__(self):
        return f"{self.at:%d.%m.%Y %H:%M} · {self.action}"
