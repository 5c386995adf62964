"""The row that stands for work to be done after a business change."""

from django.db import models
from django.utils import timezone


class OutboxMessage(models.Model):
    """One piece of work; done once its handler returned."""

    handler = models.CharField("обработчик", max_length=100)
    payload = models.JSONField("данные", default=dict)
    key = models.CharField("ключ", max_length=200, unique=True, help_text="Второе задание с тем же ключом не ставится.")
    created_at = models.DateTimeField("поставлено", default=timezone.now)
    available_at = models.DateTimeField("не раньше", default=timezone.now)
    leased_until = models.DateTimeField("занято до", null=True, blank=True)
    attempts = models.PositiveIntegerField("попыток", default=0)
    last_error = models.TextField("последняя ошибка", blank=True)
    done_at = models.DateTimeField("выполнено", null=True, blank=True)

    class Meta:
        verbose_name = "исходящее задание"
        verbose_name_plural = "исходящие задания"
        indexes = [
            models.Index(fields=["available_at"], condition=models.Q(done_at=None), name="outbox_waiting"),
        ]

    def __str__(self):
        return f"{self.handler} · {self.key}"
