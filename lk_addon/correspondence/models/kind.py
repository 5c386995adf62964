"""What members may send: each kind of request or document is a row that staff change without a release (REQ-7.3)."""

from django.contrib.auth.models import Group
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone

#: What members send unless a kind says otherwise.
USUAL_EXTENSIONS = ["pdf", "doc", "docx", "xls", "xlsx", "rtf", "txt", "jpg", "jpeg", "png", "zip", "xml"]


def usual_extensions():
    """Return a list of its own for each row."""
    return list(USUAL_EXTENSIONS)


class SignaturePolicy(models.TextChoices):
    """Whether what is sent must be signed with a qualified electronic signature (регламент п. 3.2)."""

    NONE = "none", "не нужна"
    OPTIONAL = "optional", "по желанию"
    REQUIRED = "required", "обязательна"


class SubmissionKind(models.Model):
    """A kind of request (регламент п. 3.1) or document (п. 3.2). Its form is code, registered under the same code."""

    class Section(models.TextChoices):
        REQUEST = "request", "обращение"
        DOCUMENT = "document", "документ"

    code = models.SlugField("код", max_length=40, unique=True, editable=False)
    section = models.CharField("раздел", max_length=10, choices=Section, editable=False)
    title = models.CharField("название", max_length=200)
    clause = models.CharField("пункт регламента", max_length=20)
    help_text = models.TextField("пояснение для члена СРО", max_length=2000, blank=True)
    extensions = ArrayField(
        models.CharField(max_length=10),
        verbose_name="какие файлы принимаются",
        default=usual_extensions,
        help_text="Расширения через запятую, без точек.",
    )
    files_wanted = models.PositiveSmallIntegerField("файлов не меньше", default=0)
    department = models.ForeignKey(
        Group, verbose_name="кто отвечает", on_delete=models.PROTECT, related_name="submission_kinds"
    )
    registers_itself = models.BooleanField(
        "регистрировать без сотрудника", default=False, help_text="Входящий номер присваивается сразу при отправке."
    )
    is_on = models.BooleanField("принимается", default=True)
    off_message = models.CharField("что сказать, когда не принимается", max_length=300, blank=True)
    order = models.PositiveSmallIntegerField("порядок", default=100)

    class Meta:
        verbose_name = "вид обращений и документов"
        verbose_name_plural = "виды обращений и документов"
        ordering = ["section", "order", "title"]
        default_permissions = ("view", "change")

    def __str__(self):
        return self.title

    @property
    def address_name(self):
        """The URL name under which a new one is begun."""
        return f"correspondence:new_{self.section}"

    def terms(self, on=None):
        """Return the :class:`KindTerms` in force on that day (today when not given). Raises KindTerms.DoesNotExist."""
        on = on or timezone.localdate()
        return self.dated_terms.filter(valid_from__lte=on).latest("valid_from")


class KindTerms(models.Model):
    """What law or the SRO's own rules say of a kind, from one day on until the next row (REQ-7.3)."""

    kind = models.ForeignKey(SubmissionKind, verbose_name="вид", on_delete=models.CASCADE, related_name="dated_terms")
    valid_from = models.DateField("действует с")
    signature_policy = models.CharField(
        "электронная подпись", max_length=10, choices=SignaturePolicy, default=SignaturePolicy.OPTIONAL
    )
    signature_reason = models.CharField("почему", max_length=300, blank=True, help_text="Пункт регламента или закона.")
    answer_workdays = models.PositiveSmallIntegerField(
        "СРО отвечает за, рабочих дней", validators=[MinValueValidator(1)]
    )
    member_workdays = models.PositiveSmallIntegerField(
        "член СРО подаёт за, рабочих дней после события", null=True, blank=True, validators=[MinValueValidator(1)]
    )
    ground = models.CharField("основание", max_length=300, help_text="Закон или документ СРО, дата.")

    class Meta:
        verbose_name = "условия приёма"
        verbose_name_plural = "условия приёма"
        ordering = ["kind", "-valid_from"]
        default_permissions = ("view", "add")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "valid_from"],
                name="correspondence_terms_once_a_day",
                violation_error_message="На этот день условия уже заданы.",
            )
        ]

    def __str__(self):
        return f"{self.kind}: с {self.valid_from:%d.%m.%Y}"

    @property
    def is_signature_required(self):
        """Whether nothing of this kind is taken in without a signature."""
        return self.signature_policy == SignaturePolicy.REQUIRED
