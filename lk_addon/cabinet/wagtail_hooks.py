"""What members say of the cabinet, for staff to read."""

from wagtail_modeladmin.options import ModelAdmin, modeladmin_register

from lk_addon.cabinet.models import Feedback
from lk_addon.cabinet.staff import ReadOnly


class FeedbackAdmin(ModelAdmin):
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
    list_filter = ["sent_at"]
    list_per_page = 50
    search_fields = ["text", "organisation", "login_label", "page", "block"]


modeladmin_register(FeedbackAdmin)
