from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig

from cms.audit.actions import describe, describe_details


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

        describe(
            user={
                "signed_in": "вход",
                "signed_out": "выход",
                "sign_in_refused": "отказ во входе",
                "locked_out": "вход временно закрыт",
                "second_factor_added": "второй фактор подключён",
                "second_factor_removed": "второй фактор отключён",
                "second_factor_reset": "второй фактор сброшен",
                "backup_codes_made": "резервные коды созданы",
                "password_changed": "пароль изменён",
                "staff_made": "сотрудник заведён",
                "staff_changed": "учётная запись сотрудника изменена",
            }
        )
        describe_details(
            second_factor="второй фактор",
            device="устройство",
            devices="устройства",
            count="количество",
            changed="изменено",
            groups="роли",
            is_active="активен",
        )
        for method in (AuthenticatorMethod(), PasskeyMethod()):
            registry.unregister(method.code)
            registry.register(method)


class StaffAdminConfig(WagtailUsersAppConfig):
    """Wagtail's user management with our views."""

    user_viewset = "cms.users.viewsets.StaffViewSet"
