"""Blocks, lifted ones included."""

from wagtail_modeladmin.options import ModelAdmin

from lk_addon.accounts.models import AccountBlock
from lk_addon.cabinet.staff import ActButtons, ReadOnly


class BlockButtons(ActButtons):
    """A block can be lifted."""

    def acts(self, obj):
        """Offer it once."""
        if obj.lifted_at is None and self.request.user.has_perm("accounts.lift_accountblock"):
            yield "access_unblock", "Снять"


class BlockAdmin(ModelAdmin):
    """Who is shut out, and who was."""

    model = AccountBlock
    menu_label = "Блокировки"
    menu_icon = "lock"
    permission_helper_class = ReadOnly
    button_helper_class = BlockButtons
    inspect_view_enabled = True
    history_view_enabled = False
    list_display = ["user", "member", "reason", "blocked_at", "blocked_by", "lifted_at"]
    list_filter = ["reason", "blocked_at"]
    list_select_related = ["user", "member", "blocked_by"]
    list_per_page = 50
    search_fields = ["user__email", "user__last_name", "member__sort_name", "member__registration_number"]
