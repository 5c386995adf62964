"""The proof of consents."""

from wagtail_modeladmin.options import ModelAdmin

from lk_addon.accounts.models import Consent
from lk_addon.cabinet.staff import ReadOnly


class ConsentAdmin(ModelAdmin):
    """Who agreed to what, and who took it back."""

    model = Consent
    menu_label = "Согласия"
    menu_icon = "tick"
    permission_helper_class = ReadOnly
    inspect_view_enabled = True
    history_view_enabled = False
    list_display = ["user", "kind", "edition", "given_at", "ip_address", "withdrawn_at"]
    list_filter = ["kind", "given_at", "withdrawn_at"]
    list_select_related = ["user", "edition"]
    list_per_page = 50
    search_fields = ["user__email", "user__last_name"]
