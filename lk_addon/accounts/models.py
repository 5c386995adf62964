"""Who may enter the cabinet: applications, mandates, invitations, consents, blocks."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from lk_addon.registry.models import Member


class Basis(models.TextChoices):
    """What a representative's authority rests on."""

    HEAD = "head", "руководитель по реестру"
    ORDER = "order", "приказ"
    POWER = "power", "доверенность"


class AccessApplication(models.Model):
    """A paper application for access, entered by staff (REQ-1.3.a). Without one nobody gets an account."""

    class State(models.TextChoices):
        RECEIVED = "received", "получено"
        INVITED = "invited", "приглашение отправлено"
        REFUSED = "refused", "отказано"

    number = models.CharField("номер заявления", max_length=50, unique=True)
    date = models.DateField("дата заявления")
    member = models.ForeignKey(
        Member, verbose_name="член СРО", on_delete=models.PROTECT, related_name="access_applications"
    )
    applicant_name = models.CharField(
        "подписал руководитель", max_length=300, help_text="Фамилия, имя и отчество того, кто подписал заявление."
    )
    last_name = models.CharField("фамилия представителя", max_length=150)
    first_name = models.CharField("имя", max_length=150)
    patronymic = models.CharField("отчество", max_length=150, blank=True)
    position = models.CharField("должность", max_length=200, blank=True)
    email = models.EmailField("электронная почта", help_text="Сюда придёт письмо со ссылкой; адрес станет логином.")
    phone = models.CharField("телефон", max_length=32, blank=True)
    basis = models.CharField("основание полномочий", max_length=10, choices=Basis, default=Basis.HEAD)
    basis_number = models.CharField("номер документа", max_length=50, blank=True)
    basis_date = models.DateField("дата документа", null=True, blank=True)
    valid_from = models.DateField("полномочия с", default=timezone.localdate)
    valid_to = models.DateField("полномочия по", null=True, blank=True, help_text="Пусто — без срока.")
    state = models.CharField("состояние", max_length=10, choices=State, default=State.RECEIVED, editable=False)
    refusal_reason = models.TextField("причина отказа", blank=True, editable=False)
    decided_at = models.DateTimeField("решено", null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="кто решил",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "заявление на доступ"
        verbose_name_plural = "заявления на доступ"
        ordering = ["-date", "-pk"]
        permissions = [("decide_accessapplication", "Может приглашать представителей и отказывать в доступе")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="accounts_application_term_is_forward",
                violation_error_message="Полномочия не могут кончиться раньше, чем начались.",
            ),
            models.CheckConstraint(
                condition=Q(basis=Basis.HEAD) | (~Q(basis_number="") & Q(basis_date__isnull=False)),
                name="accounts_application_basis_is_named",
                violation_error_message="Для приказа и доверенности нужны номер и дата.",
            ),
        ]

    def __str__(self):
        return f"Заявление №\u00a0{self.number} от {self.date:%d.%m.%Y}"

    @property
    def representative_name(self):
        """«Фамилия Имя Отчество» of the person who is to get access."""
        return " ".join(part for part in (self.last_name, self.first_name, self.patronymic) if part)


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


class Invitation(models.Model):
    """A single-use way to set a password, sent by letter (REQ-2.1.d). The clear token is stored nowhere."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mandate = models.ForeignKey(
        Mandate, verbose_name="полномочие", on_delete=models.PROTECT, related_name="invitations"
    )
    nonce = models.CharField("случайная часть", max_length=64)
    token_hash = models.CharField("хеш ключа", max_length=64, unique=True)
    created_at = models.DateTimeField("создано", default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="кто пригласил", on_delete=models.PROTECT, related_name="+", null=True
    )
    email = models.EmailField("куда отправлено", help_text="Пройдя по ссылке, человек подтверждает этот адрес.")
    expires_at = models.DateTimeField("действует до")
    used_at = models.DateTimeField("использовано", null=True, blank=True)
    revoked_at = models.DateTimeField("отозвано", null=True, blank=True)
    letter = models.ForeignKey(
        "post_office.Email", verbose_name="письмо", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "приглашение"
        verbose_name_plural = "приглашения"
        ordering = ["-created_at"]
        default_permissions = ("view",)

    def __str__(self):
        return f"Приглашение {self.mandate.login_label} от {self.created_at:%d.%m.%Y %H:%M}"

    def is_open(self, now=None):
        """Say whether the invitation itself is good: whether its person may enter is asked of ``rules``."""
        return self.used_at is None and self.revoked_at is None and self.expires_at > (now or timezone.now())


class Consent(models.Model):
    """What a representative agreed to, and the proof of it (REQ-2.1, REQ-L.1; 152-ФЗ ст. 9)."""

    class Kind(models.TextChoices):
        REGULATION = "regulation", "регламент услуги «Личный кабинет»"
        PERSONAL_DATA = "personal_data", "обработка персональных данных"
        INFORMATION = "information", "информационные письма"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="представитель", on_delete=models.PROTECT, related_name="consents"
    )
    kind = models.CharField("на что", max_length=20, choices=Kind)
    edition = models.ForeignKey(
        "regulations.Edition",
        verbose_name="редакция документа",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    content_hash = models.CharField("хеш текста редакции", max_length=64, blank=True)
    given_at = models.DateTimeField("когда", default=timezone.now)
    ip_address = models.GenericIPAddressField("адрес", null=True, blank=True)
    user_agent = models.CharField("браузер", max_length=500, blank=True)

    class Meta:
        verbose_name = "согласие"
        verbose_name_plural = "согласия"
        ordering = ["-given_at"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="information") | (Q(edition__isnull=False) & ~Q(content_hash="")),
                name="accounts_consent_names_its_edition",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.given_at:%d.%m.%Y %H:%M}"


class AccountBlock(models.Model):
    """A block of one account by staff, without notice beforehand (REQ-2.4, REQ-2.1.g)."""

    class Reason(models.TextChoices):
        SUSPICION = "suspicion", "подозрение в несанкционированном доступе"
        CONTACTS = "contacts", "недостоверные контактные данные"
        REQUEST = "request", "по обращению члена СРО"
        OTHER = "other", "другое"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="представитель", on_delete=models.PROTECT, related_name="blocks"
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
        default_permissions = ("view", "add", "change")
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(lifted_at=None), name="accounts_one_live_block")
        ]

    def __str__(self):
        return f"Блокировка от {self.blocked_at:%d.%m.%Y %H:%M}: {self.get_reason_display()}"
