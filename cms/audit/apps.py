from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did what: append-only and chained."""

    name = "cms.audit"
    label = "audit"
    verbose_name = "Журнал действий"
