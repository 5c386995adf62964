"""Fees in the back office: the accounting department's menu."""

from django.contrib.admin import SimpleListFilter, display
from django.urls import path
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup, modeladmin_register

from lk_addon.cabinet.staff import ActButtons, NoDeletion, ReadOnly, russian_form
from lk_addon.cabinet.staff_lists import RegisterAdmin
from lk_addon.cabinet.templatetags.money import rubles
from lk_addon.finance import staff_views
from lk_addon.finance.models import Charge, FeeKind, FeeRate, MemberBalance, OpeningBalance, Payment
from lk_addon.finance.queries import members_with_balance
from lk_addon.registry.staff_columns import BY_MEMBER, MemberColumns


@hooks.register("register_admin_urls")
def register_act_urls():
    """Give the acts their addresses."""
    return [
        path("charges/<int:pk>/reverse/", staff_views.ReverseChargeView.as_view(), name="finance_reverse_charge"),
        path("payments/<int:pk>/reverse/", staff_views.ReversePaymentView.as_view(), name="finance_reverse_payment"),
    ]


class BalanceFilter(SimpleListFilter):
    """Who owes, who paid too much."""

    title = "состояние"
    parameter_name = "state"
    conditions = {"debt": {"balance__gt": 0}, "over": {"balance__lt": 0}, "even": {"balance": 0}}

    def lookups(self, request, model_admin):
        """Name the three."""
        return [("debt", "задолженность"), ("over", "переплата"), ("even", "задолженности нет")]

    def queryset(self, request, queryset):
        """Compare the balance with zero."""
        return queryset.filter(**self.conditions.get(self.value(), {}))


class KindFilter(SimpleListFilter):
    """Lines of one kind of fee."""

    title = "вид взноса"
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        """Name the kinds."""
        return FeeKind.objects.values_list("code", "name")

    def queryset(self, request, queryset):
        """Leave the others out."""
        return queryset.filter(kind__code=self.value()) if self.value() else queryset


class MemberBalanceAdmin(RegisterAdmin):
    """How the members stand today, the largest debts first."""

    model = MemberBalance
    menu_label = "Состояние расчётов"
    menu_icon = "clipboard-list"
    permission_helper_class = ReadOnly
    history_view_enabled = False
    list_display = ["name", "number", "debt", "overpayment"]
    more_columns = ["inn"]
    file_values = {"debt": "debt", "overpayment": "overpayment"}
    list_filter = [BalanceFilter]
    ordering = ["-balance", "sort_name"]
    search_fields = ["sort_name", "registration_number", "inn"]

    def get_queryset(self, request):
        """Members with their balance."""
        return members_with_balance().order_by(*self.ordering)

    @display(description="организация", ordering="sort_name")
    def name(self, member):
        """The name by which people know it."""
        return member.display_name

    @display(description="№ в реестре", ordering="registration_number")
    def number(self, member):
        """The number in the register."""
        return member.registration_number

    @display(description="задолженность", ordering="balance")
    def debt(self, member):
        """What is owed today."""
        return rubles(member.debt) if member.debt else "—"

    @display(description="переплата", ordering="-balance")
    def overpayment(self, member):
        """What was paid too much."""
        return rubles(member.overpayment) if member.overpayment else "—"


class LedgerPermissions(NoDeletion):
    """Lines are added and taken back, never edited."""

    def user_can_edit_obj(self, user, obj):
        """Refuse."""
        return False


class ReverseButtons(ActButtons):
    """Taking a line back, while it stands."""

    def acts(self, obj):
        """Offer it for what was not reversed and is no reversal itself."""
        name = f"reverse_{self.opts.model_name}"
        if not obj.reverses_id and not hasattr(obj, "reversal") and self.request.user.has_perm(f"finance.{name}"):
            yield f"finance_{name}", "Сторнировать"


class LedgerAdmin(MemberColumns, RegisterAdmin):
    """Lines of one type, newest first."""

    permission_helper_class = LedgerPermissions
    button_helper_class = ReverseButtons
    history_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = [
        "member",
        "kind",
        "date",
        "amount",
        "period_start",
        "period_end",
        "due_on",
        "document",
        "note",
        "reverses",
        "source",
        "external_id",
        "created_at",
        "created_by",
    ]
    list_select_related = ["member", "kind", "reversal"]
    list_filter = [KindFilter, "date"]
    more_columns = ["member_number", "member_inn", "note", "source", "external_id", "created_at"]
    file_values = {"sum": "amount"}
    search_fields = [*BY_MEMBER, "document", "note"]

    @display(description="сумма", ordering="amount")
    def sum(self, line):
        """The amount in roubles."""
        return rubles(line.amount)

    @display(description="отметка")
    def mark(self, line):
        """Whether the line was taken back or takes another one back."""
        if line.reverses_id:
            return "сторно"
        return "сторнирована" if hasattr(line, "reversal") else ""


class ChargeAdmin(LedgerAdmin):
    """What members owe."""

    model = Charge
    menu_label = "Начисления"
    menu_icon = "plus"
    create_view_class = staff_views.ChargeCreateView
    list_display = ["date", "member", "kind", "charged_for", "sum", "mark"]
    edit_handler = russian_form(
        FieldPanel("member"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("amount")]),
        FieldRowPanel([FieldPanel("date"), FieldPanel("due_on")]),
        FieldRowPanel([FieldPanel("period_start"), FieldPanel("period_end")]),
        FieldPanel("document"),
        FieldPanel("note"),
    )

    @display(description="за период")
    def charged_for(self, line):
        """The period in words."""
        return line.period


class PaymentAdmin(LedgerAdmin):
    """What members paid."""

    model = Payment
    menu_label = "Оплаты"
    menu_icon = "tick"
    create_view_class = staff_views.PaymentCreateView
    list_display = ["date", "member", "kind", "sum", "document", "mark"]
    edit_handler = russian_form(
        FieldPanel("member"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("amount"), FieldPanel("date")]),
        FieldPanel("document"),
        FieldPanel("note"),
    )


class OpeningBalanceAdmin(LedgerAdmin):
    """Balances that the accounting system stated."""

    model = OpeningBalance
    menu_label = "Сальдо на дату"
    menu_icon = "calendar-check"
    button_helper_class = ActButtons
    create_view_class = staff_views.OpeningBalanceCreateView
    list_select_related = ["member", "kind"]
    list_display = ["date", "member", "kind", "sum"]
    edit_handler = russian_form(
        MultiFieldPanel(
            [
                FieldPanel("member"),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("date"), FieldPanel("amount")]),
                FieldPanel("document"),
                FieldPanel("note"),
            ],
            heading="Сальдо на конец дня",
            help_text="Задолженность пишут без знака, переплату — с минусом. Записи этого вида до этой даты закроются.",
        )
    )


class FeeKindAdmin(ModelAdmin):
    """What is paid for."""

    model = FeeKind
    menu_label = "Виды взносов"
    menu_icon = "list-ul"
    permission_helper_class = NoDeletion
    create_view_class = staff_views.KindCreateView
    edit_view_class = staff_views.KindEditView
    list_display = ["name", "penalty", "order"]
    edit_handler = russian_form(
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("code"), FieldPanel("order")]),
        FieldPanel("is_penalty"),
    )

    @display(description="пени или штраф", ordering="is_penalty")
    def penalty(self, kind):
        """Whether a charge wants a ground."""
        return "да" if kind.is_penalty else "нет"


class FeeRateAdmin(ModelAdmin):
    """How large fees are, and by which decision."""

    model = FeeRate
    menu_label = "Размеры взносов"
    menu_icon = "calendar-alt"
    permission_helper_class = NoDeletion
    create_view_class = staff_views.RateCreateView
    edit_view_class = staff_views.RateEditView
    list_display = ["kind", "size", "unit", "valid_from", "valid_to", "ground"]
    list_select_related = ["kind"]
    edit_handler = russian_form(
        FieldRowPanel([FieldPanel("kind"), FieldPanel("amount"), FieldPanel("unit")]),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
        FieldPanel("ground"),
    )

    @display(description="размер", ordering="amount")
    def size(self, rate):
        """The amount in roubles."""
        return rubles(rate.amount)


class FinanceGroup(ModelAdminGroup):
    """The menu «Взносы»."""

    menu_label = "Взносы"
    menu_icon = "clipboard-list"
    menu_order = 320
    items = (MemberBalanceAdmin, ChargeAdmin, PaymentAdmin, OpeningBalanceAdmin, FeeKindAdmin, FeeRateAdmin)


modeladmin_register(FinanceGroup)
