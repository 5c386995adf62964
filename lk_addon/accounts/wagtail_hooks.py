"""Access to the cabinet in the back office."""

from django.contrib.admin import display
from django.urls import path
from django.utils import timezone
from wagtail import hooks
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup, modeladmin_register

from lk_addon.accounts import staff_views
from lk_addon.accounts.models import Mandate
from lk_addon.accounts.staff import applications, disclosures
from lk_addon.accounts.staff.applications import ApplicationAdmin
from lk_addon.accounts.staff.blocks import BlockAdmin
from lk_addon.accounts.staff.consents import ConsentAdmin
from lk_addon.accounts.staff.disclosures import DisclosureAdmin
from lk_addon.cabinet.staff import ActButtons, ReadOnly


@hooks.register("register_admin_urls")
def register_act_urls():
    """Give the acts their addresses."""
    return [
        path("access/<int:pk>/check/", applications.CheckView.as_view(), name="access_check"),
        path("access/<int:pk>/reopen/", applications.ReopenView.as_view(), name="access_reopen"),
        path("access/<int:pk>/invite/", applications.InviteView.as_view(), name="access_invite"),
        path("access/<int:pk>/refuse/", applications.RefuseView.as_view(), name="access_refuse"),
        path("access/<int:pk>/scan/<slug:which>/", applications.open_scan, name="access_scan"),
        path("disclosures/<int:pk>/", disclosures.HandleDisclosureView.as_view(), name="access_disclosure"),
        path("mandates/<int:pk>/link/", staff_views.ReplaceCredentialsView.as_view(), name="access_new_link"),
        path(
            "mandates/<int:pk>/second-factor/", staff_views.ResetSecondFactorView.as_view(), name="access_reset_factor"
        ),
        path("mandates/<int:pk>/revoke/", staff_views.RevokeMandateView.as_view(), name="access_revoke"),
        path("mandates/<int:pk>/block/", staff_views.BlockView.as_view(), name="access_block"),
        path("blocks/<int:pk>/lift/", staff_views.LiftBlockView.as_view(), name="access_unblock"),
    ]


class MandateButtons(ActButtons):
    """What may be done to a representative's access."""

    def acts(self, obj):
        """Offer what this user may do and what still makes sense."""
        user = self.request.user
        if obj.revoked_at:
            return
        if user.has_perm("accounts.decide_accessapplication"):
            yield "access_new_link", "Новая ссылка"
            yield "access_reset_factor", "Второй фактор"
        if user.has_perm("accounts.add_accountblock"):
            yield "access_block", "Блокировка"
        if user.has_perm("accounts.revoke_mandate"):
            yield "access_revoke", "Отозвать"


class MandateAdmin(ModelAdmin):
    """Who may act for whom, and until when."""

    model = Mandate
    menu_label = "Представители"
    menu_icon = "user"
    permission_helper_class = ReadOnly
    button_helper_class = MandateButtons
    inspect_view_enabled = True
    history_view_enabled = False
    list_display = ["login", "user", "member", "term"]
    list_filter = ["basis"]
    list_select_related = ["user", "member"]
    list_per_page = 50
    search_fields = ["member__sort_name", "member__registration_number", "user__email", "user__last_name"]

    @display(description="номер в кабинете", ordering="label_number")
    def login(self, mandate):
        """The neutral id of the representative."""
        return mandate.login_label

    @display(description="действует", ordering="valid_to")
    def term(self, mandate):
        """The days between which it is in force, or that it was revoked."""
        if mandate.revoked_at:
            return f"отозвано {timezone.localtime(mandate.revoked_at):%d.%m.%Y}"
        end = f"по {mandate.valid_to:%d.%m.%Y}" if mandate.valid_to else "без срока"
        return f"с {mandate.valid_from:%d.%m.%Y} {end}"


class AccessGroup(ModelAdminGroup):
    """The menu «Доступ в кабинет»."""

    menu_label = "Доступ в кабинет"
    menu_icon = "key"
    menu_order = 310
    items = (ApplicationAdmin, MandateAdmin, BlockAdmin, DisclosureAdmin, ConsentAdmin)


modeladmin_register(AccessGroup)
