"""Imports, exports and tokens in the back office's menu."""

from django.contrib.admin import display
from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail_modeladmin.options import ModelAdmin, modeladmin_register

from cms.users.confirmation import recent_confirmation_required
from lk_addon.cabinet.staff import ActButtons, NoDeletion
from lk_addon.exchange import export_views, staff_views, token_views
from lk_addon.exchange.forms import TokenForm
from lk_addon.exchange.kinds import registry
from lk_addon.exchange.models import ApiToken


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
        path("exchange/exports/", export_views.ExportsView.as_view(), name="exchange_exports"),
        path("exchange/exports/start/", export_views.StartView.as_view(), name="exchange_export_start"),
        path("exchange/exports/<int:pk>/", export_views.ExportView.as_view(), name="exchange_export"),
        path("exchange/exports/<int:pk>/file/", export_views.FileView.as_view(), name="exchange_export_file"),
        path("exchange/exports/<int:pk>/cancel/", export_views.CancelView.as_view(), name="exchange_export_cancel"),
        path("exchange/exports/<int:pk>/discard/", export_views.DiscardView.as_view(), name="exchange_export_discard"),
        path("exchange/tokens/<int:pk>/revoke/", token_views.RevokeView.as_view(), name="exchange_revoke_token"),
    ]


@hooks.register("register_admin_menu_item")
def exchange_menu_item():
    """Add the item."""
    return ExchangeMenuItem("Загрузка данных", reverse("exchange_index"), icon_name="upload", order=360)


class ExportsMenuItem(MenuItem):
    """Shown to those who may take any list away."""

    def is_shown(self, request):
        """Ask the lists."""
        return export_views.may_export(request.user)


@hooks.register("register_admin_menu_item")
def exports_menu_item():
    """Add «Мои выгрузки»."""
    return ExportsMenuItem("Мои выгрузки", reverse("exchange_exports"), icon_name="download", order=365)


class TokenPermissions(NoDeletion):
    """Tokens are given and revoked, never edited."""

    def user_can_edit_obj(self, user, obj):
        """Refuse."""
        return False


class TokenButtons(ActButtons):
    """Taking a token back, while it stands."""

    def acts(self, obj):
        """Offer it."""
        if obj.revoked_at is None and self.request.user.has_perm("exchange.revoke_apitoken"):
            yield "exchange_revoke_token", "Отозвать"


class ApiTokenAdmin(ModelAdmin):
    """Which systems may call the interface for programs."""

    model = ApiToken
    menu_label = "Токены учётных систем"
    menu_icon = "key"
    add_to_settings_menu = True
    permission_helper_class = TokenPermissions
    button_helper_class = TokenButtons
    create_view_class = token_views.IssueView
    history_view_enabled = False
    list_display = ["system", "note", "allowed", "valid_to", "state", "last_used_at", "created_by"]
    list_select_related = ["created_by"]
    search_fields = ["system", "note"]
    edit_handler = ObjectList(
        [FieldPanel("system"), FieldPanel("note"), FieldPanel("scopes"), FieldPanel("valid_to")],
        base_form_class=TokenForm,
    )

    def create_view(self, request):
        """Give a token to somebody who has typed the password a moment ago."""
        return recent_confirmation_required(super().create_view)(request)

    @display(description="что разрешено")
    def allowed(self, token):
        """The scopes in words."""
        return token.get_scopes_display()

    @display(description="состояние")
    def state(self, token):
        """Whether it opens anything today."""
        if token.revoked_at:
            return "отозван"
        return "действует" if token.is_valid else "срок истёк"


modeladmin_register(ApiTokenAdmin)
