from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Access applications, activation, mandates, consents, blocking."""

    name = "lk_addon.accounts"
    label = "accounts"
    verbose_name = "Доступ в кабинет"

    def ready(self):
        """Connect the receivers."""
        from lk_addon.accounts import demo, prepare, receivers  # noqa: F401, PLC0415 - models are not loaded before
