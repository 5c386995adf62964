"""Paper applications for access."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from lk_addon.accounts.models.authority import (
    ALL_PERMISSIONS,
    Basis,
    Permission,
    check_basis,
    in_words,
    usual_permissions,
)
from lk_addon.cabinet.files import PrivateFileField
from lk_addon.registry.models import Member


class AccessApplication(models.Model):
    """A paper application for access, entered by staff (REQ-1.3.a). Without one nobody gets an account."""

    class State(models.TextChoices):
        RECEIVED = "received", "получено"
        CHECKED = "checked", "проверено"
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
    basis_number = models.CharField(
        "номер документа", max_length=50, blank=True, help_text="Для МЧД — её номер (GUID)."
    )
    basis_date = models.DateField("дата документа", null=True, blank=True)
    valid_from = models.DateField("полномочия с", default=timezone.localdate)
    valid_to = models.DateField("полномочия по", null=True, blank=True, help_text="Пусто — без срока.")
    permissions = ArrayField(
        models.CharField(max_length=10, choices=Permission),
        verbose_name="что может в кабинете",
        default=usual_permissions,
        help_text="Руководителю доступно всё, что бы здесь ни стояло.",
    )
    scan = PrivateFileField("скан заявления", blank=True)
    basis_scan = PrivateFileField("скан приказа или доверенности", blank=True)
    state = models.CharField("состояние", max_length=10, choices=State, default=State.RECEIVED, editable=False)
    checks = models.JSONField("что показала проверка", default=list, blank=True, editable=False)
    check_note = models.TextField("пояснение проверившего", blank=True, editable=False)
    checked_at = models.DateTimeField("проверено", null=True, blank=True, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="кто проверил",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
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
        permissions = [
            ("check_accessapplication", "Может проверять заявления"),
            ("decide_accessapplication", "Может приглашать представителей и отказывать в доступе"),
        ]
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
            models.CheckConstraint(
                condition=Q(permissions__contains=[Permission.SEE.value]),
                name="accounts_application_lets_see",
                violation_error_message="Без права видеть сведения остальные права не действуют.",
            ),
        ]

    def __str__(self):
        return f"Заявление №\u00a0{self.number} от {self.date:%d.%m.%Y}"

    def clean(self):
        """Refuse a basis whose document is not named as its kind demands."""
        check_basis(self.basis, self.basis_number, self.basis_date)

    @property
    def representative_name(self):
        """«Фамилия Имя Отчество» of the person who is to get access."""
        return " ".join(part for part in (self.last_name, self.first_name, self.patronymic) if part)

    @property
    def permissions_in_words(self):
        """What the representative is to be allowed, as one line for people."""
        return in_words(ALL_PERMISSIONS if self.basis == Basis.HEAD else self.permissions)

    @property
    def is_waiting(self):
        """Whether nobody has decided yet."""
        return self.state in {self.State.RECEIVED, self.State.CHECKED}
