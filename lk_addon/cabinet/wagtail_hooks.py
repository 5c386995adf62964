"""The shell in the back office: what members say of the cabinet, and its services with their switches."""

from django.contrib.admin import SimpleListFilter, display
from django.urls import path, reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail_modeladmin.options import modeladmin_register

from lk_addon.cabinet import saved_lists, staff_views
from lk_addon.cabinet.models import Feedback
from lk_addon.cabinet.staff import ActButtons, ReadOnly
from lk_addon.cabinet.staff_lists import RegisterAdmin
from lk_addon.cabinet.staff_tasks import StaffTasksPanel


@hooks.register("construct_homepage_panels")
def add_staff_tasks(request, panels):
    """Say on the home page what waits for this employee."""
    panels.append(StaffTasksPanel())


class FeedbackButtons(ActButtons):
    """What may be done about a remark that waits."""

    def acts(self, obj):
        """Offer both while nobody has handled it."""
        if obj.handled_at or not self.request.user.has_perm("cabinet.handle_feedback"):
            return []
        return [("cabinet_feedback_handle", "Отработано"), ("cabinet_feedback_pass", "Передать")]


class HandledFilter(SimpleListFilter):
    """What waits, or was handled."""

    title = "состояние"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        """Name the two."""
        return [("waiting", "ждут"), ("handled", "отработаны")]

    def queryset(self, request, queryset):
        """Ask for the day of handling."""
        return queryset.filter(handled_at__isnull=self.value() == "waiting") if self.value() else queryset


class FeedbackAdmin(RegisterAdmin):
    """A queue apart from official correspondence (REQ-3.3); each department sees its own part."""

    model = Feedback
    menu_label = "Обратная связь"
    menu_icon = "comment"
    menu_order = 340
    permission_helper_class = ReadOnly
    button_helper_class = FeedbackButtons
    inspect_view_enabled = True
    inspect_view_fields = [
        "sent_at",
        "login_label",
        "organisation",
        "page",
        "block",
        "block_code",
        "text",
        "browser",
        "department",
        "handled_at",
        "handled_by",
        "outcome",
        "answer",
    ]
    history_view_enabled = False
    list_display = ["sent_at", "organisation", "page", "block", "text", "department", "result"]
    more_columns = ["login_label", "browser"]
    list_filter = [HandledFilter, "department", "sent_at"]
    search_fields = ["text", "organisation", "login_label", "page", "block"]

    def get_queryset(self, request):
        """Those of this employee's departments."""
        return super().get_queryset(request).seen_by(request.user)

    @display(description="итог", ordering="handled_at")
    def result(self, feedback):
        """What came of it and when."""
        if not feedback.handled_at:
            return "ждёт"
        return f"{feedback.get_outcome_display()}, {timezone.localtime(feedback.handled_at):%d.%m.%Y}"


modeladmin_register(FeedbackAdmin)


@hooks.register("register_admin_urls")
def service_urls():
    """Addresses of the acts upon remarks, of saved lists, and of the services' switches."""
    handle, hand_over = staff_views.HandleFeedbackView.as_view(), staff_views.PassFeedbackView.as_view()
    return [
        path("cabinet/feedback/<int:pk>/handle/", handle, name="cabinet_feedback_handle"),
        path("cabinet/feedback/<int:pk>/pass/", hand_over, name="cabinet_feedback_pass"),
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
