from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AuditConfig(AppConfig):
    """Who did what: append-only and chained."""

    name = "cms.audit"
    label = "audit"
    verbose_name = "Журнал действий"

    def ready(self):
        """Collect what apps call their actions."""
        autodiscover_modules("journal")
