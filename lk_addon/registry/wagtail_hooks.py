"""The register of members in the back office."""

from django.contrib.admin import SimpleListFilter, display
from django.urls import path
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup, modeladmin_register
from wagtail_modeladmin.views import CreateView, EditView

from lk_addon.cabinet.staff import ActButtons, NoDeletion, SaveThroughDomain, russian_form
from lk_addon.cabinet.staff_lists import RegisterAdmin
from lk_addon.cabinet.stale import WarnsOfOthers
from lk_addon.cabinet.templatetags.money import rubles, rubles_short
from lk_addon.registry import staff_views
from lk_addon.registry.domain.law import save_legal_term, save_level_terms
from lk_addon.registry.domain.membership import correct_entry, register_member
from lk_addon.registry.extracts import wagtail_admin  # noqa: F401 - its own hooks
from lk_addon.registry.forms import EntryForm
from lk_addon.registry.models import Fund, LegalTerm, Member, ResponsibilityLevel
from lk_addon.registry.models.levels import ORDINALS
from lk_addon.registry.models.register_row import RegisterRow
from lk_addon.registry.staff_page import MemberPageView, member_url


@hooks.register("register_admin_urls")
def register_act_urls():
    """Give the member's page and the acts their addresses."""
    acts = {
        "exclude": staff_views.ExcludeView,
        "cancel_exclusion": staff_views.CancelExclusionView,
        "grant": staff_views.GrantView,
        "suspend": staff_views.SuspendView,
        "resume": staff_views.ResumeView,
        "terminate": staff_views.TerminateView,
        "restrict": staff_views.RestrictView,
        "lift": staff_views.LiftView,
        "contribute": staff_views.ContributeView,
        "set_level": staff_views.SetLevelView,
        "withdraw_level": staff_views.WithdrawLevelView,
    }
    cancel, annul = staff_views.CancelDecisionView, staff_views.AnnulContributionView
    return [
        path("registry/<int:pk>/", MemberPageView.as_view(), name="registry_member"),
        path("registry/<int:pk>/tab/<slug:tab>/", MemberPageView.as_view(), name="registry_member_tab"),
        path("registry/decisions/<int:pk>/cancel/", cancel.as_view(), name="registry_cancel_decision"),
        path("registry/contributions/<int:pk>/annul/", annul.as_view(), name="registry_annul_contribution"),
        *(
            path(f"registry/<int:pk>/{name.replace('_', '-')}/", view.as_view(), name=f"registry_{name}")
            for name, view in acts.items()
        ),
    ]


class StatusFilter(SimpleListFilter):
    """Those who are members today, or not any more."""

    title = "статус"
    parameter_name = "status"

    def lookups(self, request, model_admin):
        """Name the two."""
        return [("acting", "является членом"), ("excluded", "исключён")]

    def queryset(self, request, queryset):
        """Ask the model's queryset."""
        return getattr(queryset, self.value())() if self.value() in ("acting", "excluded") else queryset


class HeadFilter(SimpleListFilter):
    """Those for whom the register names nobody with authority (REQ-1.1.e)."""

    title = "руководитель"
    parameter_name = "head"

    def lookups(self, request, model_admin):
        """Name the one state worth looking for."""
        return [("none", "нет с действующими полномочиями")]

    def queryset(self, request, queryset):
        """Ask the model's queryset."""
        return queryset.without_head() if self.value() == "none" else queryset


class RightFilter(SimpleListFilter):
    """By the state of the right to perform works today."""

    title = "право"
    parameter_name = "right"

    def lookups(self, request, model_admin):
        """Name the states."""
        return [("active", "действует"), ("suspended", "приостановлено"), ("none", "нет")]

    def queryset(self, request, queryset):
        """Ask the model's queryset; a state of any category counts."""
        if self.value() in ("active", "suspended"):
            return queryset.filter(pk__in=Member.objects.with_any_right(self.value()))
        return (
            queryset.exclude(pk__in=Member.objects.with_any_right("active", "suspended")) if self.value() else queryset
        )


class LevelFilter(SimpleListFilter):
    """By the level in КФ ОДО today."""

    title = "уровень КФ ОДО"
    parameter_name = "odo"

    def lookups(self, request, model_admin):
        """Name the levels."""
        return [(str(number), ORDINALS[number]) for number in range(1, 6)]

    def queryset(self, request, queryset):
        """Ask the model's queryset."""
        if self.value() not in dict(self.lookup_choices):
            return queryset
        return queryset.filter(pk__in=Member.objects.with_level(Fund.ODO, int(self.value())).values("pk"))


class MemberButtons(ActButtons):
    """Everything about a member, and what may be done, is on a page of its own."""

    def add_button(self, *args, **kwargs):
        """Call the act what it is."""
        return super().add_button(*args, **kwargs) | {"label": "Внести в реестр", "title": "Внести члена в реестр"}

    def acts(self, obj):
        """Offer the page."""
        yield "registry_member", "Открыть"


class MemberCreateView(SaveThroughDomain, CreateView):
    """A new entry."""

    def store(self, form):
        """Register."""
        member = form.save(commit=False)
        register_member(member=member, actor=self.request.user, ground=form.cleaned_data["ground"])


class MemberEditView(WarnsOfOthers, SaveThroughDomain, EditView):
    """A correction of an entry."""

    def store(self, form):
        """Correct."""
        details = {name: form.cleaned_data[name] for name in ("ground", "event_on", "reported_on")}
        correct_entry(member=form.save(commit=False), actor=self.request.user, **details)

    def get_success_url(self):
        """Go back to the member's page."""
        return member_url(self.instance)


class LawPermissions(NoDeletion):
    """Rows of law are superseded by new ones, not typed over."""

    def user_can_edit_obj(self, user, obj):
        """Refuse."""
        return False


class LevelTermsCreateView(SaveThroughDomain, CreateView):
    """New conditions of a level."""

    def store(self, form):
        """Store, and end the conditions before."""
        save_level_terms(row=form.save(commit=False), actor=self.request.user)


class LegalTermCreateView(SaveThroughDomain, CreateView):
    """A new length of a term."""

    def store(self, form):
        """Store, and end the one before."""
        save_legal_term(row=form.save(commit=False), actor=self.request.user)


STAFF_CSS = ["lk_addon/registry/staff.css"]
PANELS = [
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("registration_number"), FieldPanel("registered_at")]),
            FieldPanel("member_type"),
            FieldPanel("full_name"),
            FieldPanel("short_name"),
            FieldRowPanel([FieldPanel("inn"), FieldPanel("ogrn"), FieldPanel("kpp")]),
            FieldPanel("state_registration_date"),
        ],
        heading="Организация",
    ),
    InlinePanel("heads", heading="Руководители", label="руководитель"),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("address_postal_code"), FieldPanel("address_country")]),
            FieldRowPanel([FieldPanel("address_region"), FieldPanel("address_district")]),
            FieldRowPanel([FieldPanel("address_locality"), FieldPanel("address_street")]),
            FieldRowPanel([FieldPanel("address_house"), FieldPanel("address_building"), FieldPanel("address_room")]),
            FieldPanel("address"),
            FieldPanel("activity_address"),
            FieldRowPanel([FieldPanel("phones"), FieldPanel("email"), FieldPanel("website")]),
        ],
        heading="Адрес и контакты",
    ),
    MultiFieldPanel(
        [
            FieldPanel("admission_body"),
            FieldRowPanel([FieldPanel("admission_protocol_no"), FieldPanel("admission_date")]),
            FieldPanel("admission_effective_date"),
            FieldPanel("compliance"),
        ],
        heading="Приём в члены",
    ),
    MultiFieldPanel(
        [
            FieldPanel("ground"),
            FieldRowPanel([FieldPanel("event_on"), FieldPanel("reported_on")]),
        ],
        heading="Основание изменения",
    ),
]


class MemberAdmin(RegisterAdmin):
    """Entries by name; found by name, ИНН, ОГРН or number."""

    model = Member
    menu_label = "Члены СРО"
    menu_icon = "group"
    menu_order = 300
    permission_helper_class = NoDeletion
    button_helper_class = MemberButtons
    history_view_enabled = False
    create_view_class = MemberCreateView
    edit_view_class = MemberEditView
    index_view_extra_css = STAFF_CSS
    list_display = ["name", "number", "inn", "admitted", "right", "vv", "odo", "status"]
    more_columns = ["ogrn", "kind", "region", "address", "compliance", "terminated_at"]
    file_values = {"admitted": "registered_at"}
    list_select_related = ["register_row"]
    list_filter = [StatusFilter, RightFilter, LevelFilter, "member_type", "compliance", HeadFilter]
    search_fields = ["sort_name", "full_name", "inn", "ogrn", "registration_number"]
    edit_handler = ObjectList(PANELS, base_form_class=EntryForm)

    @display(description="организация", ordering="sort_name")
    def name(self, member):
        """The name by which people know it."""
        return member.display_name

    @display(description="№", ordering="registration_number")
    def number(self, member):
        """The number in the register."""
        return member.registration_number

    @display(description="в реестре с", ordering="registered_at")
    def admitted(self, member):
        """The day of admission."""
        return f"{member.registered_at:%d.%m.%Y}"

    @display(description="регион", ordering="address_region")
    def region(self, member):
        """The region of the address."""
        return member.address_region

    @display(description="тип", ordering="member_type")
    def kind(self, member):
        """Organisation or person."""
        return member.get_member_type_display()

    @display(description="право")
    def right(self, member):
        """The right to perform works today."""
        return _row(member).right_title

    @display(description="КФ\u00a0ВВ")
    def vv(self, member):
        """The level in КФ ВВ today."""
        return _level(_row(member).vv_level)

    @display(description="КФ\u00a0ОДО")
    def odo(self, member):
        """The level in КФ ОДО today."""
        return _level(_row(member).odo_level)

    @display(description="статус")
    def status(self, member):
        """What it is today."""
        return "член" if member.is_acting() else "исключён"


def _row(member):
    """Return the row of the public register, which copies what is derived; an empty one where it is still to come."""
    return getattr(member, "register_row", None) or RegisterRow()


def _level(number):
    return "—" if number is None else ORDINALS[number]


class LevelTermsAdmin(ModelAdmin):
    """What the law says of the levels: a change is a new row with its day and ground (REQ-7.3)."""

    model = ResponsibilityLevel
    menu_label = "Уровни по закону"
    menu_icon = "list-ol"
    permission_helper_class = LawPermissions
    create_view_class = LevelTermsCreateView
    history_view_enabled = False
    index_view_extra_css = STAFF_CSS
    list_display = ["level", "limit", "contribution", "valid_from", "valid_to", "ground"]
    list_filter = ["fund"]
    edit_handler = russian_form(
        FieldPanel("fund"),
        FieldPanel("number"),
        FieldPanel("limit_rub"),
        FieldPanel("min_contribution_rub"),
        FieldPanel("valid_from"),
        FieldPanel("ground"),
    )

    @display(description="уровень", ordering="number")
    def level(self, row):
        """The fund and the level."""
        return f"{row.fund_short}, {row.get_number_display()}"

    @display(description="предел", ordering="limit_rub")
    def limit(self, row):
        """The limit in its largest unit."""
        return "без предела" if row.limit_rub is None else rubles_short(row.limit_rub)

    @display(description="минимальный взнос", ordering="min_contribution_rub")
    def contribution(self, row):
        """What the level costs."""
        return rubles(row.min_contribution_rub)


class LegalTermAdmin(ModelAdmin):
    """Terms that the law gives, in working days (REQ-7.3)."""

    model = LegalTerm
    menu_label = "Сроки по закону"
    menu_icon = "calendar-check"
    permission_helper_class = LawPermissions
    create_view_class = LegalTermCreateView
    history_view_enabled = False
    list_display = ["code", "working_days", "valid_from", "valid_to", "ground"]
    panels = [FieldPanel("code"), FieldPanel("working_days"), FieldPanel("valid_from"), FieldPanel("ground")]


class RegisterGroup(ModelAdminGroup):
    """The menu «Реестр»."""

    menu_label = "Реестр"
    menu_icon = "group"
    menu_order = 300
    items = (MemberAdmin, LevelTermsAdmin, LegalTermAdmin)


modeladmin_register(RegisterGroup)
