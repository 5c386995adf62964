"""Tokens by which other systems enter the interface for programs."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone


class Scope(models.TextChoices):
    """What a token allows."""

    MEMBERS_READ = "members:read", "читать реестр членов"
    MEMBERS_EXCLUDE = "members:exclude", "исключать из членов СРО"
    FINANCE_READ = "finance:read", "читать взаиморасчёты"
    FINANCE_WRITE = "finance:write", "вносить начисления, оплаты и сальдо"
    CONTRIBUTIONS_READ = "contributions:read", "читать взносы в компенсационные фонды"
    CONTRIBUTIONS_WRITE = "contributions:write", "вносить взносы в компенсационные фонды"
    CONTRACTS_READ = "contracts:read", "читать договоры"
    CONTRACTS_WRITE = "contracts:write", "вносить договоры"


class ApiToken(models.Model):
    """A right of one system to call the interface until a day. The token itself is kept by that system alone.

    Two tokens of one ``system`` share what it has brought, so that one can take the other's place.
    """

    system = models.SlugField("система", max_length=30, help_text="Латиницей, например: 1c-accounting.")
    note = models.CharField("для чего", max_length=200, blank=True)
    token_hash = models.CharField("SHA-256 токена", max_length=64, unique=True, editable=False)
    scopes = ArrayField(models.CharField(max_length=30, choices=Scope), verbose_name="что разрешено")
    valid_to = models.DateField("действует по", help_text="Включительно.")
    created_at = models.DateTimeField("выдан", default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="кем выдан",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    last_used_at = models.DateTimeField("последнее обращение", null=True, editable=False)
    revoked_at = models.DateTimeField("отозван", null=True, editable=False)

    class Meta:
        verbose_name = "токен учётной системы"
        verbose_name_plural = "токены учётных систем"
        ordering = ["-pk"]
        default_permissions = ("view", "add")
        permissions = [("revoke_apitoken", "Может отзывать токены учётных систем")]

    def __str__(self):
        return f"{self.system}, токен №\u00a0{self.pk}"

    def clean(self):
        """Refuse a token that would be dead from its birth."""
        if self.valid_to and self.valid_to < timezone.localdate():
            raise ValidationError({"valid_to": "Этот день уже прошёл."})

    @property
    def is_valid(self):
        """Whether the token opens anything today."""
        return self.revoked_at is None and self.valid_to >= timezone.localdate()

    @property
    def source(self):
        """What the rows that this system has brought are marked with."""
        return f"api:{self.system}"

    def get_scopes_display(self):
        """What is allowed, in words."""
        return ", ".join(Scope(scope).label for scope in self.scopes)
