"""Every version of an entry of the register: what was changed, when, by whom and on what ground."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from cms.core.jsons import PlainJSONEncoder
from lk_addon.registry.models.member import Member


class RegistryChange(models.Model):
    """One change of an entry; rows are only ever added. The card as of a day is the entry without the later ones."""

    class Kind(models.TextChoices):
        REGISTERED = "registered", "внесён в реестр"
        CORRECTED = "corrected", "изменены сведения"
        EXCLUDED = "excluded", "внесено прекращение членства"
        RESTORED = "restored", "отменено прекращение членства"

    member = models.ForeignKey(Member, verbose_name="член СРО", on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField("что произошло", max_length=10, choices=Kind)
    entered_on = models.DateField("внесено в реестр", default=timezone.localdate)
    event_on = models.DateField("дата события", null=True, blank=True)
    reported_on = models.DateField("когда член СРО сообщил", null=True, blank=True)
    ground = models.CharField("основание", max_length=300, blank=True)
    old = models.JSONField("было", default=dict, blank=True, encoder=PlainJSONEncoder)
    new = models.JSONField("стало", default=dict, blank=True, encoder=PlainJSONEncoder)
    recorded_at = models.DateTimeField("когда записано", default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="кто внёс",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "изменение в реестре"
        verbose_name_plural = "изменения в реестре"
        ordering = ["-entered_on", "-pk"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["member", "entered_on"], name="registry_changes_in_order")]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.entered_on:%d.%m.%Y}"
