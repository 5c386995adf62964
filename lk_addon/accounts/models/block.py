"""Blocks of accounts."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from lk_addon.registry.models import Member


class AccountBlock(models.Model):
    """A block by staff, without notice beforehand: of one account, or of everybody who acts for a member.

    REQ-2.4, REQ-2.1.g. A member's block covers representatives who come later, and
    leaves open what they may see of other members.
    """

    class Reason(models.TextChoices):
        SUSPICION = "suspicion", "подозрение в несанкционированном доступе"
        CONTACTS = "contacts", "недостоверные контактные данные"
        REQUEST = "request", "по обращению члена СРО"
        OTHER = "other", "другое"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="представитель",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="blocks",
    )
    member = models.ForeignKey(
        Member,
        verbose_name="все представители члена СРО",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="access_blocks",
    )
    reason = models.CharField("причина", max_length=20, choices=Reason)
    comment = models.TextField("пояснение", blank=True)
    blocked_at = models.DateTimeField("заблокирован", default=timezone.now)
    blocked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="кто заблокировал", on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField("снято", null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="кто снял",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "блокировка"
        verbose_name_plural = "блокировки"
        ordering = ["-blocked_at"]
        default_permissions = ("view", "add")
        permissions = [("lift_accountblock", "Может снимать блокировки")]
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(lifted_at=None), name="accounts_one_live_block"),
            models.UniqueConstraint(
                fields=["member"], condition=Q(lifted_at=None), name="accounts_one_live_block_of_member"
            ),
            models.CheckConstraint(
                condition=Q(user=None, member__isnull=False) | Q(user__isnull=False, member=None),
                name="accounts_block_is_of_one_account_or_one_member",
            ),
        ]

    def __str__(self):
        return f"Блокировка от {self.blocked_at:%d.%m.%Y %H:%M}: {self.get_reason_display()}"

    @property
    def labels(self):
        """Whom it shuts out, by neutral ids (REQ-4.2): NSS-0901-1, or everybody of a member."""
        if self.member_id:
            return f"все представители: {self.member}"
        return ", ".join(mandate.login_label for mandate in self.user.mandates.all())
