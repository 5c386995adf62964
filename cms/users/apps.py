from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(AppConfig):
    """People: their accounts, sign-in and second factor."""

    name = "cms.users"
    label = "users"
    verbose_name = "Пользователи"
    default = True

    def ready(self):
        """Connect the receivers; put our kinds of second factor in place of the library's."""
        from two_factor.plugins.registry import registry  # noqa: PLC0415

        from cms.users import demo, groups, receivers  # noqa: F401, PLC0415 - models are not loaded before
        from cms.users.methods import AuthenticatorMethod, PasskeyMethod  # noqa: PLC0415

        for method in (AuthenticatorMethod(), PasskeyMethod()):
            registry.unregister(method.code)
            registry.register(method)


class StaffAdminConfig(WagtailUsersAppConfig):
    """Wagtail's user management with our views."""

    user_viewset = "cms.users.viewsets.StaffViewSet"
