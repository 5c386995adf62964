from django.apps import AppConfig


class UsersConfig(AppConfig):
    """People: their accounts, sign-in and second factor."""

    name = "cms.users"
    label = "users"
    verbose_name = "Пользователи"

    def ready(self):
        """Connect the receivers."""
        from cms.users import groups  # noqa: F401, PLC0415 - models are not loaded before
