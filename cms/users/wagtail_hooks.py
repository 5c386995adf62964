"""What the door adds to Wagtail's admin, and takes away."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.users.models import User


@hooks.register("before_bulk_action")
def refuse_bulk_actions_on_users(request, action_type, objects, action):
    """Refuse Wagtail's bulk actions on accounts: they know neither self-promotion nor superusers apart."""
    if action.model is User:
        raise PermissionDenied


@hooks.register("register_account_menu_item")
def security_item(request):
    """Lead from «Учётная запись» to the devices and the password."""
    return {
        "url": reverse("two_factor:profile"),
        "label": "Безопасность входа",
        "help_text": "Второй фактор, резервные коды и пароль.",
    }


@hooks.register("register_settings_menu_item")
def security_menu_item():
    """Lead from the menu to the devices and the password."""
    return MenuItem("Безопасность входа", reverse("two_factor:profile"), icon_name="key", order=610)
