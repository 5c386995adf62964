"""What was found of a signature, when, and by what trust; see docs of the room for the steps of a check."""

import uuid

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from lk_addon.files.models import StoredFile
from lk_addon.registry.models import Member
from lk_addon.signatures.models.trust import RevocationList


class SignatureCheck(models.Model):
    """One check of one signature of one document. A later check is another row: what was found once stays."""

    class Verdict(models.TextChoices):
        PENDING = "pending", "проверяется"
        VALID = "valid", "подпись верна"
        INVALID = "invalid", "подпись неверна"
        INDETERMINATE = "indeterminate", "проверка не завершена"

    id = models.UUIDField("номер", primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(
        StoredFile, verbose_name="документ", on_delete=models.PROTECT, related_name="checks_as_document"
    )
    signature = models.ForeignKey(
        StoredFile, verbose_name="подпись", on_delete=models.PROTECT, related_name="checks_as_signature"
    )
    member = models.ForeignKey(
        Member, verbose_name="от кого", on_delete=models.PROTECT, related_name="signature_checks"
    )
    signatory_name = models.CharField("кто назван подписавшим", max_length=300, blank=True)
    asked_at = models.DateTimeField("запрошена", default=timezone.now)
    reference_time = models.DateTimeField("на какое время", help_text="Время приёма или доверенная отметка времени.")
    finished_at = models.DateTimeField("закончена", null=True, blank=True)
    verdict = models.CharField("итог", max_length=13, choices=Verdict, default=Verdict.PENDING)
    reasons = models.JSONField("почему", default=list)
    steps = models.JSONField("шаги", default=list, encoder=DjangoJSONEncoder)
    signers = models.JSONField("подписавшие", default=list, encoder=DjangoJSONEncoder)
    certificates = models.JSONField("сертификаты", default=list)  # in PEM: the signers', then their authorities'
    revocation_lists = models.ManyToManyField(
        RevocationList, verbose_name="списки отозванных", related_name="checks", blank=True
    )
    attempt = models.PositiveSmallIntegerField("которая проверка подряд", default=0)
    retry_at = models.DateTimeField("повторить", null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = "проверка подписи"
        verbose_name_plural = "проверки подписей"
        ordering = ["-asked_at"]
        default_permissions = ("view",)
        permissions = [("repeat_signaturecheck", "Может проверять подписи ещё раз")]
        indexes = [models.Index(fields=["signature", "-asked_at"], name="signatures_of_file")]

    def __str__(self):
        return f"проверка {self.pk}"
