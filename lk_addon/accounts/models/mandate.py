"""Whose representative somebody is."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from lk_addon.accounts.models.application import AccessApplication, Basis
from lk_addon.registry.models import Member


class Mandate(models.Model):
    """The authority of one person to act for one member, with its term (REQ-1.1.d, REQ-2.1.e)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="представитель", on_delete=models.PROTECT, related_name="mandates"
    )
    member = models.ForeignKey(Member, verbose_name="член СРО", on_delete=models.PROTECT, related_name="mandates")
    application = models.ForeignKey(
        AccessApplication, verbose_name="заявление", on_delete=models.PROTECT, related_name="mandates"
    )
    label_number = models.PositiveIntegerField("порядковый номер представителя")
    basis = models.CharField("основание", max_length=10, choices=Basis)
    basis_number = models.CharField("номер документа", max_length=50, blank=True)
    basis_date = models.DateField("дата документа", null=True, blank=True)
    valid_from = models.DateField("действует с")
    valid_to = models.DateField("действует по", null=True, blank=True)
    revoked_at = models.DateTimeField("отозвано", null=True, blank=True)

    class Meta:
        verbose_name = "полномочие"
        verbose_name_plural = "полномочия"
        ordering = ["member__sort_name", "label_number"]
        default_permissions = ("view",)
        permissions = [
            ("revoke_mandate", "Может отзывать полномочия"),
            ("view_cabinet", "Может смотреть кабинет глазами члена СРО"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["member", "label_number"], name="accounts_label_unique_in_member"),
            models.UniqueConstraint(
                fields=["user", "member"],
                condition=Q(revoked_at=None),
                name="accounts_one_live_mandate_per_person_and_member",
            ),
        ]

    def __str__(self):
        return self.login_label

    @property
    def login_label(self):
        """The neutral id by which the cabinet names a representative (REQ-4.2), e.g. NSS-0901-1."""
        return f"NSS-{self.member.registration_number.zfill(4)}-{self.label_number}"
