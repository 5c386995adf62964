"""Imports in the back office's menu."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from lk_addon.exchange import staff_views
from lk_addon.exchange.kinds import registry


class ExchangeMenuItem(MenuItem):
    """Shown to those who may import anything."""

    def is_shown(self, request):
        """Ask the permissions."""
        return bool(registry.kinds_for(request.user))


@hooks.register("register_admin_urls")
def exchange_urls():
    """Route the screens."""
    return [
        path("exchange/", staff_views.IndexView.as_view(), name="exchange_index"),
        path("exchange/<int:pk>/", staff_views.RunView.as_view(), name="exchange_run"),
        path("exchange/<int:pk>/confirm/", staff_views.ConfirmView.as_view(), name="exchange_confirm"),
        path("exchange/<int:pk>/undo/", staff_views.UndoView.as_view(), name="exchange_undo"),
        path("exchange/<int:pk>/file/", staff_views.FileView.as_view(), name="exchange_file"),
        path("exchange/sample/<slug:kind>/", staff_views.SampleView.as_view(), name="exchange_sample"),
    ]


@hooks.register("register_admin_menu_item")
def exchange_menu_item():
    """Add the item."""
    return ExchangeMenuItem("Загрузка данных", reverse("exchange_index"), icon_name="upload", order=360)
