"""A link that shows a page's latest draft."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.models import Page


class DraftLink(models.Model):
    """Who has the link sees the latest draft of ``page`` until ``expires_at``. Only the token's hash is kept."""

    page = models.ForeignKey(Page, verbose_name="страница", on_delete=models.CASCADE, related_name="draft_links")
    token_hash = models.CharField("хеш", max_length=64, unique=True, editable=False)
    note = models.CharField("кому", max_length=200, blank=True, help_text="Для себя: кому дана ссылка.")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="кто дал", on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField("когда дана", default=timezone.now)
    expires_at = models.DateTimeField("действует до")
    revoked_at = models.DateTimeField("отозвана", null=True, blank=True)

    class Meta:
        verbose_name = "ссылка на черновик"
        verbose_name_plural = "ссылки на черновики"
        default_permissions = ()
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.page.title} — {self.note}" if self.note else self.page.title

    @property
    def is_valid(self):
        """Whether the link shows the draft now."""
        return self.revoked_at is None and timezone.now() < self.expires_at
