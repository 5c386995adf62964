from django.apps import AppConfig


class OutagesConfig(AppConfig):
    """Notices of planned and running outages."""

    name = "home.outages"
    label = "outages"
    verbose_name = "Перерывы в работе"

    def ready(self):
        """Connect the receivers."""
        from home.outages import demo, domain, prepare, receivers, suspension  # noqa: F401, PLC0415 - models come first
