"""Whose representative somebody is."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from lk_addon.accounts.heads import heads
from lk_addon.accounts.models.application import AccessApplication
from lk_addon.accounts.models.authority import ALL_PERMISSIONS, Basis, Permission, in_words, usual_permissions
from lk_addon.registry.models import Member


class Mandate(models.Model):
    """The authority of one person to act for one member, with its term (REQ-1.1.d, REQ-2.1.e)."""

    class Ending(models.TextChoices):
        STAFF = "staff", "отозвано СРО"
        CONSENT = "consent", "отозвано согласие на обработку персональных данных"

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
    permissions = ArrayField(
        models.CharField(max_length=10, choices=Permission),
        verbose_name="что может в кабинете",
        default=usual_permissions,
        help_text="Руководителю доступно всё, что бы здесь ни стояло.",
    )
    suspended_at = models.DateTimeField("приостановлено", null=True, blank=True)
    suspended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="кто приостановил",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    head_confirmed_at = models.DateTimeField(
        "подтверждено, что это руководитель",
        null=True,
        blank=True,
        help_text="СРО убедилась в этом, хотя имя в реестре записано иначе.",
    )
    revoked_at = models.DateTimeField("отозвано", null=True, blank=True)
    revoked_because = models.CharField("почему отозвано", max_length=10, choices=Ending, blank=True)

    class Meta:
        verbose_name = "полномочие"
        verbose_name_plural = "полномочия"
        ordering = ["member__sort_name", "label_number"]
        default_permissions = ("view",)
        permissions = [
            ("revoke_mandate", "Может отзывать полномочия"),
            ("extend_mandate", "Может продлевать полномочия"),
            ("arrange_mandate", "Может менять права представителей и приостанавливать их"),
            ("view_cabinet", "Может смотреть кабинет глазами члена СРО"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["member", "label_number"], name="accounts_label_unique_in_member"),
            models.UniqueConstraint(
                fields=["user", "member"],
                condition=Q(revoked_at=None),
                name="accounts_one_live_mandate_per_person_and_member",
            ),
            models.CheckConstraint(
                condition=Q(permissions__contains=[Permission.SEE.value]),
                name="accounts_mandate_lets_see",
                violation_error_message="Без права видеть сведения остальные права не действуют.",
            ),
        ]

    def __str__(self):
        return self.login_label

    @property
    def login_label(self):
        """The neutral id by which the cabinet names a representative (REQ-4.2), e.g. NSS-0901-1."""
        return f"NSS-{self.member.registration_number.zfill(4)}-{self.label_number}"

    @property
    def is_head(self):
        """Whether the representative heads the member: then no paper but the register gives the authority."""
        return self.basis == Basis.HEAD

    @property
    def head_in_doubt(self):
        """Whether it rests on being the head, the register names somebody else, and staff did not say it is in order.

        The same for one row as ``queries.mandates_of_former_heads`` for many.
        """
        return (
            self.is_head
            and self.head_confirmed_at is None
            and bool(self.member.current_heads())
            and not heads(self.user.get_full_name(), self.member)
        )

    @property
    def granted(self):
        """What the representative may do, as a frozenset of values of :class:`Permission`."""
        return ALL_PERMISSIONS if self.is_head else frozenset(self.permissions)

    @property
    def granted_in_words(self):
        """The permissions as one line for people."""
        return in_words(self.granted)

    def has_ended(self, on=None):
        """Say whether the term was over before that day (today when not given)."""
        return self.valid_to is not None and self.valid_to < (on or timezone.localdate())


class MandateReminder(models.Model):
    """That user and staff were told of a mandate's coming end: once for each term and distance (REQ-2.1.e)."""

    mandate = models.ForeignKey(Mandate, verbose_name="полномочие", on_delete=models.CASCADE, related_name="reminders")
    valid_to = models.DateField("полномочие действует по")
    days = models.PositiveSmallIntegerField("за сколько дней")
    at = models.DateTimeField("когда", default=timezone.now)

    class Meta:
        verbose_name = "напоминание о сроке полномочий"
        verbose_name_plural = "напоминания о сроке полномочий"
        ordering = ["-at"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["mandate", "valid_to", "days"], name="accounts_one_reminder_per_term")
        ]

    def __str__(self):
        return f"{self.mandate_id}: за {self.days} до {self.valid_to:%d.%m.%Y}"
