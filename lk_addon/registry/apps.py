from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """The register of members."""

    name = "lk_addon.registry"
    label = "registry"
    verbose_name = "Реестр членов"
