from django.apps import AppConfig


class UsersConfig(AppConfig):
    """People: their accounts, sign-in and second factor."""

    name = "cms.users"
    label = "users"
    verbose_name = "Пользователи"
