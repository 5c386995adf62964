"""Passwords that became known to others, as staff deal with them."""

from django.contrib.admin import SimpleListFilter
from wagtail_modeladmin.options import ModelAdmin

from lk_addon.accounts.domain.disclosure import HANDLERS, handle_disclosure
from lk_addon.accounts.models import PasswordDisclosure
from lk_addon.accounts.staff.forms import OutcomeForm
from lk_addon.cabinet.staff import ActButtons, ActView, ReadOnly


class HandleDisclosureView(ActView):
    """Write down what was done about it."""

    model = PasswordDisclosure
    form_class = OutcomeForm
    permission_required = HANDLERS
    title = "Раскрытый пароль: разбор"
    explanation = (
        "Пароль уже сменён, остальные сеансы завершены. Свяжитесь с представителем, просмотрите журнал действий "
        "с его учётной записи и запишите, что выяснили. Если нужно, заблокируйте учётную запись."
    )
    button = "Разобрано"
    done = "Записано."

    def act(self, form):
        """Write."""
        handle_disclosure(disclosure=self.object, outcome=form.cleaned_data["outcome"], actor=self.request.user)


class HandledFilter(SimpleListFilter):
    """Reports that wait, or those that were dealt with."""

    title = "разбор"
    parameter_name = "handled"

    def lookups(self, request, model_admin):
        """Name the two."""
        return [("no", "не разобрано"), ("yes", "разобрано")]

    def queryset(self, request, queryset):
        """Ask for the time of handling."""
        return queryset.filter(handled_at__isnull=self.value() == "no") if self.value() in ("yes", "no") else queryset


class DisclosureButtons(ActButtons):
    """A report can be dealt with."""

    def acts(self, obj):
        """Offer it once."""
        if obj.handled_at is None and self.request.user.has_perm(HANDLERS):
            yield "access_disclosure", "Разобрать"


class DisclosureAdmin(ModelAdmin):
    """Reports, newest first."""

    model = PasswordDisclosure
    menu_label = "Раскрытые пароли"
    menu_icon = "warning"
    permission_helper_class = ReadOnly
    button_helper_class = DisclosureButtons
    inspect_view_enabled = True
    inspect_view_fields = [
        "login_label",
        "user",
        "member",
        "reported_at",
        "ip_address",
        "handled_at",
        "handled_by",
        "outcome",
    ]
    history_view_enabled = False
    list_display = ["login_label", "member", "reported_at", "handled_at", "handled_by"]
    list_filter = [HandledFilter, "reported_at"]
    list_select_related = ["user", "member", "handled_by"]
    list_per_page = 50
    search_fields = ["login_label", "member__sort_name", "member__registration_number"]
