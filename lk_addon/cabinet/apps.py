from django.apps import AppConfig


class CabinetConfig(AppConfig):
    """The cabinet's shell — layout, registries of menu and tiles, gates."""

    name = "lk_addon.cabinet"
    label = "cabinet"
    verbose_name = "Личный кабинет"
