from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    """Everything that members and the SRO write to each other."""

    name = "lk_addon.correspondence"
    label = "correspondence"
    verbose_name = "Переписка"

    def ready(self):
        """Connect receivers and handlers; name the acts of the journal."""
        from lk_addon.correspondence import demo, journal, prepare, receivers, tasks  # noqa: F401, PLC0415 - need the apps
