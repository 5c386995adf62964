from django.apps import AppConfig


class RegulationsConfig(AppConfig):
    """Regulations, their editions and clauses."""

    name = "home.regulations"
    label = "regulations"
    verbose_name = "Регламенты и документы"

    def ready(self):
        """Connect the receivers."""
        from home.regulations import demo, prepare, receivers  # noqa: F401, PLC0415 - models are not loaded before
