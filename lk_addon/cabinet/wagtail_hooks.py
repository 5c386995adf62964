"""The shell in the back office: what members say of the cabinet, and its services with their switches."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail_modeladmin.options import modeladmin_register

from lk_addon.cabinet import saved_lists, staff_views
from lk_addon.cabinet.models import Feedback
from lk_addon.cabinet.staff import ReadOnly
from lk_addon.cabinet.staff_lists import RegisterAdmin
from lk_addon.cabinet.staff_tasks import StaffTasksPanel


@hooks.register("construct_homepage_panels")
def add_staff_tasks(request, panels):
    """Say on the home page what waits for this employee."""
    panels.append(StaffTasksPanel())


class FeedbackAdmin(RegisterAdmin):
    """A queue apart from official correspondence (REQ-3.3)."""

    model = Feedback
    menu_label = "Обратная связь"
    menu_icon = "comment"
    menu_order = 340
    permission_helper_class = ReadOnly
    inspect_view_enabled = True
    inspect_view_fields = ["sent_at", "login_label", "organisation", "page", "block", "block_code", "text", "browser"]
    history_view_enabled = False
    list_display = ["sent_at", "login_label", "organisation", "page", "block", "text"]
    more_columns = ["browser"]
    list_filter = ["sent_at"]
    search_fields = ["text", "organisation", "login_label", "page", "block"]


modeladmin_register(FeedbackAdmin)


@hooks.register("register_admin_urls")
def service_urls():
    """Addresses of saved lists and of the services' switches."""
    return [
        path("cabinet/lists/<str:code>/save/", saved_lists.save_list, name="cabinet_list_save"),
        path("cabinet/lists/<int:pk>/delete/", saved_lists.delete_list, name="cabinet_list_delete"),
        path("cabinet/services/", staff_views.services_list, name="cabinet_services"),
        path("cabinet/services/<str:code>/off/", staff_views.SwitchOffView.as_view(), name="cabinet_service_off"),
        path("cabinet/services/<str:code>/on/", staff_views.SwitchOnView.as_view(), name="cabinet_service_on"),
    ]


class ServicesMenuItem(MenuItem):
    """Shown to those who may switch."""

    def is_shown(self, request):
        """Ask the permission."""
        return request.user.has_perm(staff_views.SWITCH)


@hooks.register("register_settings_menu_item")
def services_menu_item():
    """Put the services among the settings."""
    return ServicesMenuItem("Услуги кабинета", reverse("cabinet_services"), icon_name="cogs", order=900)
