"""Contacts of representatives, as staff see them."""

from django.contrib.admin import SimpleListFilter, display
from wagtail_modeladmin.options import ModelAdmin

from lk_addon.accounts.domain import contacts
from lk_addon.accounts.models import ContactState, EmailChange, Mandate
from lk_addon.accounts.staff.forms import FailureForm
from lk_addon.cabinet.staff import ActButtons, ActView, ReadOnly


class NoteFailureView(ActView):
    """Flag an account whose letters came back."""

    model = Mandate
    form_class = FailureForm
    permission_required = "accounts.change_contactstate"
    title = "Письмо не дошло"
    explanation = (
        "Отметьте, если письмо вернулось или по телефону не отвечают. Представитель увидит в кабинете просьбу "
        "обновить контакты."
    )
    button = "Отметить"
    done = "Отмечено."

    def act(self, form):
        """Flag."""
        contacts.note_failure(user=self.object.user, failure=form.cleaned_data["failure"], actor=self.request.user)


class SettleFailureView(ActView):
    """Take the flag away."""

    model = ContactState
    permission_required = "accounts.change_contactstate"
    title = "Связь восстановлена"
    explanation = "Снимите отметку, если представитель отвечает по прежним контактам."
    button = "Снять отметку"
    done = "Отметка снята."

    def act(self, form):
        """Take it away."""
        contacts.settle_failure(state=self.object, actor=self.request.user)


class FailureFilter(SimpleListFilter):
    """Those whom letters do not reach."""

    title = "связь"
    parameter_name = "failed"

    def lookups(self, request, model_admin):
        """Name both kinds."""
        return [("yes", "письма не доходят"), ("no", "замечаний нет")]

    def queryset(self, request, queryset):
        """Leave the chosen kind."""
        return queryset.filter(failed_at__isnull=self.value() == "no") if self.value() else queryset


class StateButtons(ActButtons):
    """A flag can be taken away."""

    def acts(self, obj):
        """Offer it while there is one."""
        if obj.failed_at and self.request.user.has_perm("accounts.change_contactstate"):
            yield "access_contacts_settle", "Связь есть"


class ContactStateAdmin(ModelAdmin):
    """Who can be reached, and who was not."""

    model = ContactState
    menu_label = "Контакты"
    menu_icon = "mail"
    permission_helper_class = ReadOnly
    button_helper_class = StateButtons
    inspect_view_enabled = True
    history_view_enabled = False
    list_display = ["user", "address", "phone", "confirmed_at", "failed_at", "failure"]
    list_filter = [FailureFilter, "confirmed_at"]
    list_select_related = ["user"]
    list_per_page = 50
    search_fields = ["user__email", "user__last_name"]

    @display(description="почта", ordering="user__email")
    def address(self, state):
        """The login, which is the e-mail."""
        return state.user.email

    @display(description="телефон")
    def phone(self, state):
        """The telephone."""
        return state.user.phone or "—"


class EmailChangeAdmin(ModelAdmin):
    """Wishes for another address: the proof of who asked for letters to go to somebody else (REQ-4.5)."""

    model = EmailChange
    menu_label = "Смены адресов"
    menu_icon = "history"
    permission_helper_class = ReadOnly
    inspect_view_enabled = True
    inspect_view_fields = [
        "user",
        "email",
        "third_party",
        "created_at",
        "expires_at",
        "confirmed_at",
        "revoked_at",
        "ip_address",
        "user_agent",
    ]
    history_view_enabled = False
    list_display = ["user", "email", "third_party", "created_at", "confirmed_at", "revoked_at"]
    list_filter = ["third_party", "created_at"]
    list_select_related = ["user"]
    list_per_page = 50
    search_fields = ["user__email", "user__last_name", "email"]
