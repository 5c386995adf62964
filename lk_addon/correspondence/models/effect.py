"""What a submission has brought about: the link from the member's letter to the rows that a decision wrote."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from lk_addon.correspondence.models.letter import Letter


class Effect(models.Model):
    """One row of a register or ledger that was written upon a letter; the rooms that keep such rows do not know it."""

    letter = models.ForeignKey(Letter, verbose_name="по письму", on_delete=models.PROTECT, related_name="effects")
    content_type = models.ForeignKey(ContentType, verbose_name="вид записи", on_delete=models.PROTECT, related_name="+")
    object_id = models.CharField("номер записи", max_length=40)
    row = GenericForeignKey("content_type", "object_id")
    said = models.CharField("что внесено", max_length=300)
    at = models.DateTimeField("когда", default=timezone.now)

    class Meta:
        verbose_name = "последствие письма"
        verbose_name_plural = "последствия писем"
        ordering = ["pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["content_type", "object_id"], name="correspondence_effect_on")]
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "content_type", "object_id"], name="correspondence_effect_told_once"
            )
        ]

    def __str__(self):
        return self.said
