from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """The register of members."""

    name = "lk_addon.registry"
    label = "registry"
    verbose_name = "Реестр членов"

    def ready(self):
        """Connect the receivers."""
        from lk_addon.registry import demo, prepare  # noqa: F401, PLC0415 - models are not loaded before
