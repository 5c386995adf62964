from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Access applications, activation, mandates, consents, blocking."""

    name = "lk_addon.accounts"
    label = "accounts"
    verbose_name = "Доступ в кабинет"
