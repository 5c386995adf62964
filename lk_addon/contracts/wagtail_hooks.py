"""Contracts and insurance in the back office: the control department's menu."""

from django.contrib.admin import SimpleListFilter, display
from django.db.models import F, Q
from django.urls import path
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup, modeladmin_register

from lk_addon.cabinet.staff import NoDeletion, ReadOnly, RussianInlinePanel, russian_form
from lk_addon.cabinet.staff_lists import RegisterAdmin
from lk_addon.cabinet.templatetags.money import rubles
from lk_addon.contracts import staff_views
from lk_addon.contracts.models import Contract, ContractNotice, InsuranceContract, ObligationNotice, ObligationsRule
from lk_addon.contracts.queries import insurance_to_renew, with_sums
from lk_addon.registry.staff_columns import BY_MEMBER, MemberColumns
from lk_addon.registry.staff_law import SupersededOnly


@hooks.register("register_admin_urls")
def register_file_urls():
    """Give the files their addresses."""
    return [
        path("contracts/controls/<int:pk>/file/", staff_views.control_file, name="contracts_control_file"),
        path("insurance/<int:pk>/scan/", staff_views.insurance_scan, name="contracts_insurance_scan"),
    ]


class ContractAdmin(MemberColumns, RegisterAdmin):
    """The journal of contracts with what they come to today."""

    model = Contract
    menu_label = "Договоры подряда"
    menu_icon = "doc-full"
    permission_helper_class = NoDeletion
    create_view_class = staff_views.ContractCreateView
    edit_view_class = staff_views.ContractEditView
    history_view_enabled = False
    list_display = ["title", "member", "status", "price_today", "left"]
    more_columns = [
        "member_number",
        "member_inn",
        "number",
        "date",
        "kind",
        "procurement",
        "notice_no",
        "registry_no",
        "customer_name",
        "object_name",
        "start",
        "end",
        "counts_for_odo",
    ]
    file_values = {"price_today": "price_now", "left": "remaining"}
    list_filter = ["status", "procurement", "kind", "counts_for_odo", "date"]
    list_select_related = ["member"]
    search_fields = [*BY_MEMBER, "number", "customer_name", "object_name", "notice_no", "registry_no"]
    edit_handler = russian_form(
        MultiFieldPanel(
            [
                FieldPanel("member"),
                FieldRowPanel([FieldPanel("number"), FieldPanel("date")]),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("role")]),
                FieldPanel("price"),
            ],
            heading="Договор",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("status"), FieldPanel("closed_on")]),
                FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
                FieldPanel("counts_for_odo"),
            ],
            heading="Состояние и сроки",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("procurement"), FieldPanel("notice_no")]),
                FieldRowPanel([FieldPanel("registry_no"), FieldPanel("ikz")]),
            ],
            heading="Закупка",
        ),
        MultiFieldPanel(
            [
                FieldPanel("customer_name"),
                FieldRowPanel([FieldPanel("customer_kind"), FieldPanel("customer_inn")]),
                FieldPanel("object_name"),
                FieldPanel("object_address"),
                FieldPanel("category"),
                FieldPanel("work_kind"),
            ],
            heading="Заказчик и объект",
        ),
        MultiFieldPanel(
            [
                FieldPanel("security_guarantor"),
                FieldRowPanel([FieldPanel("security_number"), FieldPanel("security_amount")]),
                FieldPanel("security_until"),
            ],
            heading="Обеспечение",
        ),
        RussianInlinePanel(
            "amendments",
            heading="Дополнительные соглашения",
            label="соглашение",
            panels=[
                FieldRowPanel([FieldPanel("number"), FieldPanel("date")]),
                FieldRowPanel([FieldPanel("price"), FieldPanel("end_date")]),
                FieldPanel("subject"),
            ],
        ),
        RussianInlinePanel(
            "acts",
            heading="Акты приёмки",
            label="акт",
            panels=[
                FieldRowPanel([FieldPanel("kind"), FieldPanel("number")]),
                FieldRowPanel([FieldPanel("date"), FieldPanel("amount")]),
            ],
        ),
        RussianInlinePanel(
            "claims",
            heading="Претензии и споры",
            label="претензия",
            panels=[
                FieldRowPanel([FieldPanel("kind"), FieldPanel("date"), FieldPanel("amount")]),
                FieldPanel("text"),
                FieldPanel("settled_on"),
            ],
        ),
        RussianInlinePanel(
            "controls",
            heading="Контроль",
            label="результат контроля",
            panels=[
                FieldPanel("date"),
                FieldPanel("remarks"),
                FieldRowPanel([FieldPanel("cure_by"), FieldPanel("cured_on")]),
                FieldPanel("file"),
            ],
        ),
    )

    def get_queryset(self, request):
        """Contracts with their sums."""
        return with_sums(super().get_queryset(request))

    @display(description="договор", ordering="date")
    def title(self, contract):
        """Number and day."""
        return str(contract)

    @display(description="цена", ordering="price_now")
    def price_today(self, contract):
        """The price with the amendments."""
        return rubles(contract.price_now)

    @display(description="остаток", ordering="remaining")
    def left(self, contract):
        """What is still to be done."""
        return rubles(contract.remaining)


class TermFilter(SimpleListFilter):
    """Policies in force, or ended."""

    title = "срок"
    parameter_name = "term"

    def lookups(self, request, model_admin):
        """Name the two."""
        return [("current", "действуют"), ("archive", "закончились"), ("renew", "не продлены")]

    def queryset(self, request, queryset):
        """Ask the model's queryset; what is to be renewed is known by all policies of a member."""
        if self.value() == "renew":
            return queryset.filter(pk__in=insurance_to_renew())
        return getattr(queryset, self.value())() if self.value() in ("current", "archive") else queryset


class InsuranceAdmin(MemberColumns, RegisterAdmin):
    """The insurance of members."""

    model = InsuranceContract
    menu_label = "Страхование"
    menu_icon = "tick-inverse"
    permission_helper_class = NoDeletion
    create_view_class = staff_views.InsuranceCreateView
    edit_view_class = staff_views.InsuranceEditView
    history_view_enabled = False
    list_display = ["policy_no", "member", "kind", "end", "sum"]
    more_columns = ["member_number", "member_inn", "basis", "signed_at", "start", "insurer_name", "insurer_inn"]
    file_values = {"sum": "insured_sum"}
    list_filter = [TermFilter, "kind", "basis", "end"]
    list_select_related = ["member"]
    search_fields = [*BY_MEMBER, "policy_no", "insurer_name"]
    edit_handler = russian_form(
        MultiFieldPanel(
            [
                FieldPanel("member"),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("basis")]),
                FieldRowPanel([FieldPanel("policy_no"), FieldPanel("signed_at")]),
                FieldRowPanel([FieldPanel("start"), FieldPanel("end"), FieldPanel("retro_date")]),
                FieldPanel("object_title"),
                FieldRowPanel([FieldPanel("territory"), FieldPanel("beneficiary")]),
                FieldPanel("is_collective"),
                FieldPanel("scan"),
            ],
            heading="Договор",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("insured_sum"), FieldPanel("limit_per_case"), FieldPanel("deductible")]),
                FieldRowPanel([FieldPanel("premium"), FieldPanel("premium_paid_at")]),
            ],
            heading="Суммы",
        ),
        MultiFieldPanel(
            [
                FieldPanel("insurer_name"),
                FieldRowPanel([FieldPanel("insurer_inn"), FieldPanel("insurer_licence")]),
                FieldPanel("insurer_address"),
                FieldPanel("insurer_phone"),
            ],
            heading="Страховщик",
        ),
    )

    @display(description="страховая сумма", ordering="insured_sum")
    def sum(self, policy):
        """The sum in roubles."""
        return rubles(policy.insured_sum)


class LateFilter(SimpleListFilter):
    """By whether a notice came in time."""

    title = "в срок"
    parameter_name = "late"

    def lookups(self, request, model_admin):
        """Name the two."""
        return [("no", "в срок"), ("yes", "с опозданием")]

    def queryset(self, request, queryset):
        """Compare the days: Moscow's, as everywhere."""
        late = Q(submitted_at__date__gt=F("due_on"))
        conditions = {"yes": late, "no": ~late}
        return queryset.filter(conditions[self.value()]) if self.value() in conditions else queryset


class NoticeAdmin(MemberColumns, RegisterAdmin):
    """Yearly notices of obligations; they are decided upon in their letters."""

    model = ObligationNotice
    menu_label = "Уведомления за год"
    menu_icon = "calendar-check"
    permission_helper_class = ReadOnly
    history_view_enabled = False
    list_display = ["member", "year_text", "state", "submitted_at", "remaining", "limit", "late"]
    more_columns = ["member_number", "member_inn", "concluded_count", "due_on", "decided_at"]
    file_values = {"remaining": "remaining_sum", "limit": "limit_rub"}
    list_filter = ["state", "year", LateFilter]
    list_select_related = ["member"]
    search_fields = BY_MEMBER

    @display(description="за год", ordering="year")
    def year_text(self, notice):
        """The year, without a space between its digits."""
        return str(notice.year)

    @display(description="совокупный размер", ordering="remaining_sum")
    def remaining(self, notice):
        """The aggregate on 31 December."""
        return rubles(notice.remaining_sum)

    @display(description="предел", ordering="limit_rub")
    def limit(self, notice):
        """The limit of the level, and whether it was exceeded."""
        return rubles(notice.limit_rub) + (", превышен" if notice.is_exceeded else "")

    @display(description="в срок", ordering="submitted_at")
    def late(self, notice):
        """Whether it came in time."""
        return "нет" if notice.is_late else "да"


class ToldFilter(SimpleListFilter):
    """By whether and when the member told."""

    title = "сообщено"
    parameter_name = "told"

    def lookups(self, request, model_admin):
        """Name the four."""
        return [
            ("missing", "срок прошёл, уведомления нет"),
            ("late", "с опозданием"),
            ("awaited", "срок не прошёл, уведомления ещё нет"),
            ("in_time", "в срок"),
        ]

    def queryset(self, request, queryset):
        """Ask the model's queryset."""
        known = dict(self.lookups(request, None))
        return getattr(queryset, self.value())() if self.value() in known else queryset


class ContractNoticeAdmin(MemberColumns, RegisterAdmin):
    """What members have to tell of their contracts: when they did, late or not at all (REQ-L.3)."""

    model = ContractNotice
    menu_label = "Уведомления о договорах"
    menu_icon = "calendar-check"
    permission_helper_class = ReadOnly
    history_view_enabled = False
    list_display = ["title", "member", "event", "event_on", "due_on", "told_on", "late"]
    more_columns = ["member_number", "member_inn", "by_letter", "customer", "price"]
    file_values = {"late": "days_late", "price": "contract__price"}
    list_filter = [ToldFilter, "event", "contract__kind", "contract__procurement", "event_on"]
    list_select_related = ["member", "contract", "letter"]
    search_fields = [*BY_MEMBER, "contract__number", "contract__customer_name", "letter__number"]

    @display(description="договор", ordering="contract__date")
    def title(self, notice):
        """Number and day of the contract."""
        return str(notice.contract)

    @display(description="опоздание, раб. дней")
    def late(self, notice):
        """How late it came, or is."""
        return notice.days_late or "—"

    @display(description="письмо", ordering="told_on")
    def by_letter(self, notice):
        """The letter by which the member told."""
        return str(notice.letter or "—")

    @display(description="заказчик", ordering="contract__customer_name")
    def customer(self, notice):
        """The customer."""
        return notice.contract.customer_name

    @display(description="цена при заключении", ordering="contract__price")
    def price(self, notice):
        """The price of the contract."""
        return rubles(notice.contract.price)


class RuleAdmin(ModelAdmin):
    """From which price contracts are counted, and when to warn."""

    model = ObligationsRule
    menu_label = "Правила учёта"
    menu_icon = "calendar-alt"
    permission_helper_class = SupersededOnly
    create_view_class = staff_views.RuleCreateView
    edit_view_class = staff_views.RuleEditView
    history_view_enabled = False
    list_display = ["valid_from", "least", "warning_percent", "ground"]
    edit_handler = russian_form(
        FieldPanel("valid_from"),
        FieldRowPanel([FieldPanel("min_price"), FieldPanel("warning_percent")]),
        FieldRowPanel([FieldPanel("notice_day"), FieldPanel("notice_month")]),
        FieldPanel("ground"),
    )

    @display(description="цена от", ordering="min_price")
    def least(self, rule):
        """The smallest price that counts."""
        return rubles(rule.min_price)


class ContractsGroup(ModelAdminGroup):
    """The menu «Договоры и страхование»."""

    menu_label = "Договоры"
    menu_icon = "doc-full-inverse"
    menu_order = 325
    items = (ContractAdmin, ContractNoticeAdmin, NoticeAdmin, InsuranceAdmin, RuleAdmin)


modeladmin_register(ContractsGroup)
