from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """The register of members."""

    name = "lk_addon.registry"
    label = "registry"
    verbose_name = "Реестр членов"

    def ready(self):
        """Connect the receivers."""
        from lk_addon.registry import demo, prepare  # noqa: F401, PLC0415 - models are not loaded before
        from lk_addon.registry.extracts import journal as extracts_journal  # noqa: F401, PLC0415
        from lk_addon.registry.extracts import prepare as extracts_prepare  # noqa: F401, PLC0415
        from lk_addon.registry.public import prepare as public_prepare  # noqa: F401, PLC0415
        from lk_addon.registry.public import receivers  # noqa: F401, PLC0415
