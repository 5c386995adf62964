from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Work that must follow a business change, stored with it."""

    name = "cms.outbox"
    label = "outbox"
    verbose_name = "Исходящие задания"
