from django.apps import AppConfig


class CoreConfig(AppConfig):
    """What every page of both sites shares."""

    name = "cms.core"
    label = "core"
    verbose_name = "Основа сайта"

    def ready(self):
        """Connect the receivers."""
        from cms.core import checks, prepare, receivers  # noqa: F401, PLC0415 - models are not loaded before

        receivers.connect()
