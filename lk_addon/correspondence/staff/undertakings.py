"""Promises of members' letters in the back office: which are near, which are late, which were kept."""

from datetime import timedelta

from django import forms
from django.contrib.admin import SimpleListFilter, display
from django.utils import timezone
from wagtail.admin.widgets import AdminDateInput

from lk_addon.cabinet.staff import ActButtons, ActView, ReadOnly
from lk_addon.cabinet.staff_lists import RegisterAdmin
from lk_addon.correspondence.domain.undertakings import mark_fulfilled
from lk_addon.correspondence.models import Undertaking
from lk_addon.correspondence.queries import undertakings_for_staff

NEAR = timedelta(days=7)


class FulfilledForm(forms.Form):
    """When a promise was kept, and what proves it."""

    fulfilled_on = forms.DateField(label="Исполнено", initial=timezone.localdate, widget=AdminDateInput)
    proof = forms.CharField(
        label="Чем подтверждено", max_length=300, help_text="Например: платёжное поручение № 5 от 03.03.2026."
    )


class FulfilView(ActView):
    """Note that a promise was kept."""

    model = Undertaking
    form_class = FulfilledForm
    permission_required = "correspondence.work_thread"
    title = "Обязательство исполнено"
    explanation = "Обязательство уйдёт из календаря члена СРО, напоминаний о нём больше не будет."
    button = "Отметить исполнение"
    done = "Исполнение отмечено."

    def has_permission(self):
        """Want the thread of the promise to be among those that the employee sees."""
        seen = undertakings_for_staff(self.request.user)
        return super().has_permission() and seen.filter(pk=self.kwargs["pk"]).exists()

    def act(self, form):
        """Mark."""
        mark_fulfilled(undertaking=self.object, actor=self.request.user, **form.cleaned_data)


class StateFilter(SimpleListFilter):
    """By where a promise stands today."""

    title = "состояние"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        """Name the states."""
        return [
            ("waiting", "не исполнено"),
            ("near", "срок скоро"),
            ("late", "срок прошёл"),
            ("fulfilled", "исполнено"),
        ]

    def queryset(self, request, queryset):
        """Ask the model's queryset."""
        today = timezone.localdate()
        match self.value():
            case "waiting":
                return queryset.waiting()
            case "near":
                return queryset.waiting().due_between(today, today + NEAR)
            case "late":
                return queryset.waiting().filter(due_on__lt=today)
            case "fulfilled":
                return queryset.exclude(fulfilled_on=None)
        return queryset


class UndertakingButtons(ActButtons):
    """The act, beside a promise that waits."""

    def acts(self, obj):
        """Offer it."""
        if obj.fulfilled_on is None:
            yield "correspondence_fulfil", "Исполнено"


class UndertakingAdmin(RegisterAdmin):
    """Promises, those that are due first at the top."""

    model = Undertaking
    menu_label = "Обязательства по письмам"
    menu_icon = "calendar-check"
    permission_helper_class = ReadOnly
    button_helper_class = UndertakingButtons
    history_view_enabled = False
    list_display = ["due_on", "member", "text", "number", "fulfilled_on", "proof"]
    more_columns = ["member_number", "member_inn"]
    list_filter = [StateFilter, "due_on"]
    list_select_related = ["letter", "thread__member"]
    search_fields = [
        "text",
        "letter__number",
        "thread__member__sort_name",
        "thread__member__registration_number",
        "thread__member__inn",
    ]

    def get_queryset(self, request):
        """Leave out threads of other departments."""
        return super().get_queryset(request).filter(pk__in=undertakings_for_staff(request.user).values("pk"))

    @display(description="член СРО", ordering="thread__member__sort_name")
    def member(self, undertaking):
        """Who promised."""
        return str(undertaking.thread.member)

    @display(description="№ в реестре", ordering="thread__member__registration_number")
    def member_number(self, undertaking):
        """The number in the register."""
        return undertaking.thread.member.registration_number

    @display(description="ИНН", ordering="thread__member__inn")
    def member_inn(self, undertaking):
        """The tax number."""
        return undertaking.thread.member.inn

    @display(description="письмо", ordering="letter__number")
    def number(self, undertaking):
        """The receipt number of the letter."""
        return undertaking.letter.number
