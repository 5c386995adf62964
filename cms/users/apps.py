from django.apps import AppConfig


class UsersConfig(AppConfig):
    """People: their accounts, sign-in and second factor."""

    name = "cms.users"
    label = "users"
    verbose_name = "Пользователи"

    def ready(self):
        """Connect the receivers; put our kinds of second factor in place of the library's."""
        from two_factor.plugins.registry import registry  # noqa: PLC0415

        from cms.users import demo, groups, receivers  # noqa: F401, PLC0415 - models are not loaded before
        from cms.users.methods import AuthenticatorMethod, PasskeyMethod  # noqa: PLC0415

        for method in (AuthenticatorMethod(), PasskeyMethod()):
            registry.unregister(method.code)
            registry.register(method)
