"""Paper applications for access."""

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
